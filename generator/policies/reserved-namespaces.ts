import { finding } from "../diagnostics/finding.ts";
import { controllerOf } from "../handoffs/index.ts";
import { controllerOfCluster, type DeployedNamespace, deployedNamespaces } from "../model/deployed-namespaces.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that no service is deployed to a namespace of the cluster's system, of the delivery tool or of build pods. */
export const reservedNamespaces: Policy = {
  code: "SW475",
  slug: "environments/reserved-namespace",
  title: "Namespace is reserved",
  severity: "error",
  explanation:
    "Anyone who can deploy to a namespace of Kubernetes or of the delivery tool controls the cluster: the namespace of Argo CD contains its projects, applications and credentials of all clusters. A workload in the namespace of Jenkins' build pods can use the secrets there, which all teams' builds use.",
  decision: "Services are never deployed to a namespace of the system, of the delivery tool or of build pods.",
  fixed: true,
  check(model) {
    return deployedNamespaces(model).flatMap((deployed) => {
      const user = ownerOf(model, deployed);
      if (user === null) return [];
      const { service, environment, namespace } = deployed;
      const message = `service "${service}" would be deployed to "${namespace}", the namespace of ${user}`;
      const span = placeOf(model, `environments/${environment.name}/namespace`);
      return [finding("SW475", span, message, { hint: "change the environment's namespace, or rename the service" })];
    });
  },
};

/** Who uses a namespace for other work than that of services; null for no one. */
function ownerOf(model: Model, { environment, namespace }: DeployedNamespace): string | null {
  const controller = controllerOf(environment.handoff) === null ? null : controllerOfCluster(model, namespace);
  return controller ?? podsIn(model, namespace);
}

/** The pods of Jenkins in a namespace. Other targets create their pods elsewhere. */
function podsIn({ target, site, engines }: Model, namespace: string): string | null {
  if (target !== "jenkins") return null;
  if (site.pods?.namespace === namespace) return "the pods of stages";
  const engine = engines.find(({ agent }) => agent.pods?.namespace === namespace);
  return engine === undefined ? null : `the pods of engine "${engine.name}"`;
}
