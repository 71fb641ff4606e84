import { finding } from "../diagnostics/finding.ts";
import { type UsedNamespace, usedNamespaces } from "./namespaces.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that each service has its own namespace in each environment of a cluster. */
export const separateNamespaces: Policy = {
  code: "SW474",
  slug: "environments/shared-namespace",
  title: "Two deployments share a namespace",
  severity: "error",
  explanation:
    "Resources of a namespace are not separated. A service can replace the workload of the other one, read its secrets, and receive its traffic. If the two belong to different environments, the open one changes what runs in the protected one.",
  decision: "Each service has its own namespace in each environment.",
  check(model) {
    const users = new Map<string, UsedNamespace>();
    const reported = new Set<string>();
    return usedNamespaces(model).flatMap((it) => {
      const { service, environment, namespace, cluster } = it;
      const key = `${cluster} ${namespace}`;
      const other = users.get(key);
      users.set(key, other ?? it);
      // Each environment is reported once, because its pattern is the mistake.
      if (other === undefined || reported.has(environment)) return [];
      reported.add(environment);
      const span = placeOf(model, `environments/${environment}/namespace`);
      const message = `service "${service}" in "${environment}" and service "${other.service}" in "${other.environment}" share the namespace "${namespace}" of one cluster`;
      return [
        finding("SW474", span, message, { hint: "add {service} and {environment} to the pattern, or rename one" }),
      ];
    });
  },
};
