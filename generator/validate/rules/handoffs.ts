import { finding } from "../../diagnostics/finding.ts";
import { environmentKeys } from "../../generated/environment-keys.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The handoff of an environment, by its own key or the platform's. */
export function handoffOf(spec: PlatformSpec, environment: string): string {
  return spec.environments?.[environment]?.handoff ?? spec.delivery?.handoff ?? "argocd";
}

type Environment = NonNullable<PlatformSpec["environments"]>[string];

/** An environment and the platform have what its handoff needs, and nothing that only another one reads. */
export const handoffs: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.environments ?? {}).flatMap(([name, environment]) => {
    const handoff = handoffOf(platform.spec, name);
    // One that nobody added is found as such.
    if (!(handoff in environmentKeys)) return [];
    return [
      ...missing(platform, name, environment, handoff),
      ...foreign(platform, name, environment, handoff),
      ...untold(platform, name, handoff),
    ];
  });
};

function missing({ document }: Checked<PlatformSpec>, name: string, environment: Environment, handoff: string) {
  const keys = (environmentKeys[handoff]?.required ?? []).filter((key) => !(key in environment));
  const span = document.keySpan(["environments", name]);
  return keys.map((key) =>
    finding("SW330", span, `${handoff} needs "${key}" of environment "${name}"`, {
      hint: `add environments.${name}.${key}`,
    }),
  );
}

function foreign({ document }: Checked<PlatformSpec>, name: string, environment: Environment, handoff: string) {
  const own = new Set(environmentKeys[handoff]?.all ?? []);
  return Object.entries(environmentKeys).flatMap(([other, { all }]) =>
    all
      .filter((key) => key in environment && !own.has(key))
      .map((key) => {
        const message = `"${key}" goes with handoff: ${other}, environment "${name}" has ${handoff}`;
        return finding("SW306", document.keySpan(["environments", name, key]), message);
      }),
  );
}

function untold({ document, spec }: Checked<PlatformSpec>, name: string, handoff: string) {
  if ((environmentKeys[handoff]?.site ?? []).length === 0 || handoff in (spec.delivery ?? {})) return [];
  const span = document.keySpan(["environments", name]);
  const hint = `add delivery.${handoff}`;
  return [
    finding("SW330", span, `environment "${name}" is reached by ${handoff}, of which delivery says nothing`, { hint }),
  ];
}
