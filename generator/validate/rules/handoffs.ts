import { finding } from "../../diagnostics/finding.ts";
import { environmentKeys } from "../../generated/environment-keys.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { handoffs, standardHandoff } from "../../handoffs/index.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The handoff of an environment, from its own key or the platform's. */
export function handoffOf(spec: PlatformSpec, environment: string): string {
  return spec.environments?.[environment]?.handoff ?? spec.delivery?.handoff ?? standardHandoff().name;
}

/** An entry of `delivery.HANDOFF`, of a handoff whose controller has several instances. */
export interface Instance {
  readonly handoff: string;
  readonly name: string;
  readonly environments: readonly string[];
}

/** The instances of all controllers; after a schema error, an instance can be undefined. */
export function instancesOf(spec: PlatformSpec): Instance[] {
  const sections = (spec.delivery ?? {}) as Readonly<Record<string, unknown>>;
  return handoffs
    .filter(({ name, controller }) => controller !== null && sections[name] !== undefined)
    .flatMap(({ name: handoff }) =>
      Object.entries(sections[handoff] as Readonly<Record<string, Partial<Instance> | undefined>>).map(
        ([name, instance]) => ({ handoff, name, environments: instance?.environments ?? [] }),
      ),
    );
}

type Environment = NonNullable<PlatformSpec["environments"]>[string];

/** An environment and the platform have the settings of its handoff, and none of another handoff. */
export const handoffSettings: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.environments ?? {}).flatMap(([name, environment]) => {
    const handoff = handoffOf(platform.spec, name);
    // The schema reports an unknown handoff.
    if (!(handoff in environmentKeys)) return [];
    return [
      ...missing(platform, name, environment, handoff),
      ...foreign(platform, name, environment, handoff),
      ...unconfigured(platform, name, handoff),
    ];
  });
};

function missing({ document }: Checked<PlatformSpec>, name: string, environment: Environment, handoff: string) {
  const keys = (environmentKeys[handoff]?.required ?? []).filter((key) => !(key in environment));
  const span = document.keySpan(["environments", name]);
  return keys.map((key) =>
    finding("SW330", span, `environment "${name}" lacks "${key}", which handoff ${handoff} requires`, {
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
        const message = `"${key}" requires handoff: ${other}; environment "${name}" uses ${handoff}`;
        const hint = `remove ${key}, or set handoff: ${other}`;
        return finding("SW340", document.keySpan(["environments", name, key]), message, { hint });
      }),
  );
}

function unconfigured({ document, spec }: Checked<PlatformSpec>, name: string, handoff: string) {
  if ((environmentKeys[handoff]?.site ?? []).length === 0 || handoff in (spec.delivery ?? {})) return [];
  const span = document.keySpan(["environments", name]);
  const hint = `add delivery.${handoff}`;
  return [
    finding("SW330", span, `environment "${name}" uses handoff ${handoff}, but delivery.${handoff} is missing`, {
      hint,
    }),
  ];
}
