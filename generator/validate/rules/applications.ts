import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { handoffOf } from "./handoffs.ts";
import type { Rule } from "./rule.ts";

/** The name of an Application consists of service and environment. It is unique within one Argo CD. */
export const applications: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const owners = new Map<string, string>();
  const instanceOf = new Map(
    Object.entries(platform.spec.delivery?.argocd ?? {}).flatMap(([instance, its]) =>
      (its?.environments ?? []).map((environment) => [environment, instance] as const),
    ),
  );
  return services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index): Diagnostic[] => {
      if (stage.kind !== "deploy" || handoffOf(platform.spec, stage.environment) !== "argocd") return [];
      const name = `${spec.service}-${stage.environment}`;
      const key = `${instanceOf.get(stage.environment)} ${name}`;
      const owner = `service "${spec.service}" in "${stage.environment}"`;
      const other = owners.get(key) ?? owner;
      owners.set(key, other);
      if (other === owner) return [];
      const span = document.valueSpan(["stages", index, "environment"]);
      const hint = "rename the service or the environment, or use different Argo CD instances";
      return [
        finding("SW303", span, `${owner} and ${other} have the same Argo CD Application name "${name}"`, { hint }),
      ];
    }),
  );
};
