import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { environmentKeys } from "../../generated/environment-keys.ts";
import { handoffOf } from "./handoffs.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Exactly one instance of the delivery tool deploys to each environment. */
export const instances: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  const names = Object.keys(spec.environments ?? {});
  const owners = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const [instance, { environments }] of Object.entries(spec.delivery?.argocd ?? {})) {
    environments.forEach((name, index) => {
      const span = document.valueSpan(["delivery", "argocd", instance, "environments", index]);
      const other = owners.get(name);
      if (!names.includes(name)) found.push(unknownName(span, name, "an environment", names));
      else if (handoffOf(spec, name) in environmentKeys && handoffOf(spec, name) !== "argocd") {
        const message = `environment "${name}" uses handoff ${handoffOf(spec, name)}, not Argo CD`;
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
  const hint = "add it to the environments of one instance of delivery.argocd";
  return [
    ...found,
    ...names
      .filter((name) => handoffOf(spec, name) === "argocd" && !owners.has(name))
      .map((name) =>
        finding(
          "SW308",
          document.keySpan(["environments", name]),
          `environment "${name}" belongs to no Argo CD instance`,
          { hint },
        ),
      ),
  ];
};
