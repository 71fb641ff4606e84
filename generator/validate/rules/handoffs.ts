import { finding } from "../../diagnostics/finding.ts";
import { environmentKeys } from "../../generated/environment-keys.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Rule } from "./rule.ts";

/** The handoff of an environment, by its own key or the platform's. */
export function handoffOf(spec: PlatformSpec, environment: string): string {
  return spec.environments?.[environment]?.handoff ?? spec.delivery?.handoff ?? "argocd";
}

/** An environment has what its handoff needs. */
export const handoffs: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.environments ?? {}).flatMap(([name, environment]) => {
    const handoff = handoffOf(spec, name);
    const missing = (environmentKeys[handoff]?.required ?? []).filter((key) => !(key in environment));
    const span = document.keySpan(["environments", name]);
    return missing.map((key) =>
      finding("SW330", span, `${handoff} needs "${key}" of environment "${name}"`, {
        hint: `add environments.${name}.${key}`,
      }),
    );
  });
};
