import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { controllerOf } from "../../handoffs/index.ts";
import { handoffOf, instancesOf } from "./handoffs.ts";
import type { Rule } from "./rule.ts";

/** The name of an Application consists of service and environment. It is unique within one Argo CD. */
export const applications: Rule = ({ platform, services }) => {
  if (platform === null) return [];
  const owners = new Map<string, string>();
  const instanceOf = new Map(
    instancesOf(platform.spec).flatMap(({ name, environments }) =>
      environments.map((environment) => [environment, name] as const),
    ),
  );
  return services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index): Diagnostic[] => {
      if (stage.kind !== "deploy") return [];
      const controller = controllerOf(handoffOf(platform.spec, stage.environment));
      if (controller === null) return [];
      const name = `${spec.service}-${stage.environment}`;
      const key = `${instanceOf.get(stage.environment)} ${name}`;
      const owner = `service "${spec.service}" in "${stage.environment}"`;
      const other = owners.get(key) ?? owner;
      owners.set(key, other);
      if (other === owner) return [];
      const span = document.valueSpan(["stages", index, "environment"]);
      const message = `${owner} and ${other} have the same ${controller.name} Application name "${name}"`;
      const hint = `rename the service or the environment, or use different ${controller.name} instances`;
      return [finding("SW303", span, message, { hint })];
    }),
  );
};
