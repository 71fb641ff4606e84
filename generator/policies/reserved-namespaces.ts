import { finding } from "../diagnostics/finding.ts";
import { controllerOfCluster } from "../model/deployed-namespaces.ts";
import { usedNamespaces } from "./namespaces.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that no service is deployed to a namespace of the cluster's system or of the delivery tool. */
export const reservedNamespaces: Policy = {
  code: "SW475",
  slug: "environments/reserved-namespace",
  title: "Namespace is reserved",
  severity: "error",
  explanation:
    "Anyone who can deploy to a namespace of Kubernetes or of the delivery tool controls the cluster: the namespace of Argo CD contains its projects, applications and credentials of all clusters.",
  decision: "Services are never deployed to a namespace of the system or of the delivery tool.",
  fixed: true,
  check(model) {
    return usedNamespaces(model).flatMap(({ service, environment, namespace }) => {
      const user = controllerOfCluster(model, namespace);
      if (user === null) return [];
      const message = `service "${service}" would be deployed to "${namespace}", the namespace of ${user}`;
      const span = placeOf(model, `environments/${environment}/namespace`);
      return [finding("SW475", span, message, { hint: "change the environment's namespace, or rename the service" })];
    });
  },
};
