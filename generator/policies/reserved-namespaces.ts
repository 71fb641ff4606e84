import { finding } from "../diagnostics/finding.ts";
import { controllerOf } from "../handoffs/index.ts";
import { controllerOfCluster, type DeployedNamespace, deployedNamespaces } from "../model/deployed-namespaces.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/**
 * Checks that no service is deployed to a namespace of the cluster's system, of the delivery tool or of build pods, and that no
 * build pod runs in one of the first two. The spec has no address of the clusters of instances and pods, so each cluster counts.
 */
export const reservedNamespaces: Policy = {
  code: "SW475",
  slug: "environments/reserved-namespace",
  title: "Namespace is reserved",
  severity: "error",
  explanation:
    "Anyone who can deploy to a namespace of Kubernetes or of the delivery tool controls the cluster: the namespace of Argo CD contains its projects, applications and credentials of all clusters. A workload in the namespace of Jenkins' build pods can use the secrets there, which all teams' builds use. A build pod in the namespace of Kubernetes or of the delivery tool runs code of applications there. The spec does not contain in which cluster an instance or a pod runs, so the names must differ in all clusters.",
  decision:
    "Services are never deployed to a namespace of the system, of the delivery tool or of build pods. Build pods never run in one of the system or of the delivery tool.",
  fixed: true,
  check(model) {
    const deployments = deployedNamespaces(model).flatMap((deployed) => {
      const user = ownerOf(model, deployed);
      if (user === null) return [];
      const { service, environment, namespace } = deployed;
      const message = `service "${service}" would be deployed to "${namespace}", the namespace of ${user}`;
      const span = placeOf(model, `environments/${environment.name}/namespace`);
      return [finding("SW475", span, message, { hint: "change the environment's namespace, or rename the service" })];
    });
    return [...deployments, ...podNamespaces(model).flatMap((pods) => checkPods(model, pods))];
  },
};

/** The namespace of pods of Jenkins, and its place in the model. */
interface PodNamespace {
  readonly user: string;
  readonly namespace: string;
  readonly path: string;
}

/** The namespaces of Jenkins' pods. Other targets create their pods elsewhere. */
function podNamespaces({ target, site, engines }: Model): PodNamespace[] {
  if (target !== "jenkins") return [];
  const of = (user: string, namespace: string | null | undefined, path: string) =>
    namespace === null || namespace === undefined ? [] : [{ user, namespace, path }];
  return [
    ...of("the pods of stages", site.pods?.namespace, "site/pods/namespace"),
    ...engines.flatMap(({ name, agent }) =>
      of(`the pods of engine "${name}"`, agent.pods?.namespace, `engines/${name}/agent/pods/namespace`),
    ),
  ];
}

function checkPods(model: Model, { user, namespace, path }: PodNamespace) {
  const controller = controllerOfCluster(model, namespace);
  if (controller === null) return [];
  const message = `${user} would run in "${namespace}", the namespace of ${controller}`;
  const hint = "choose a namespace that contains only build pods";
  return [finding("SW475", placeOf(model, path, namespace), message, { hint })];
}

/** Who uses a namespace for other work than that of services; null for no one. */
function ownerOf(model: Model, { environment, namespace }: DeployedNamespace): string | null {
  const controller =
    controllerOf(environment.handoff) === null ? null : controllerOfCluster(model, namespace, environment);
  return controller ?? podNamespaces(model).find((it) => it.namespace === namespace)?.user ?? null;
}
