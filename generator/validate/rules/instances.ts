import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { environmentKeys } from "../../generated/environment-keys.ts";
import { controllerOf } from "../../handoffs/index.ts";
import { handoffOf, instancesOf } from "./handoffs.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Exactly one instance of the delivery tool deploys to each environment. */
export const instances: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  const names = Object.keys(spec.environments ?? {});
  const owners = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const { handoff, name: instance, environments } of instancesOf(spec)) {
    environments.forEach((name, index) => {
      const span = document.valueSpan(["delivery", handoff, instance, "environments", index]);
      const other = owners.get(name);
      const own = handoffOf(spec, name);
      if (!names.includes(name)) found.push(unknownName(span, name, "an environment", names));
      else if (own in environmentKeys && own !== handoff) {
        const message = `environment "${name}" uses handoff ${own}, not ${controllerOf(handoff)?.name}`;
        found.push(finding("SW308", span, message, { hint: "remove it from this list" }));
      } else if (other !== undefined)
        found.push(
          finding("SW308", span, `environment "${name}" already belongs to "${other}"`, {
            hint: "remove it from one of the instances",
          }),
        );
      owners.set(name, instance);
    });
  }
  const without = names.flatMap((name) => {
    const handoff = handoffOf(spec, name);
    const controller = controllerOf(handoff);
    if (controller === null || owners.has(name)) return [];
    const message = `environment "${name}" belongs to no ${controller.name} instance`;
    const hint = `add it to the environments of one instance of delivery.${handoff}`;
    return [finding("SW308", document.keySpan(["environments", name]), message, { hint })];
  });
  return [...found, ...without];
};
