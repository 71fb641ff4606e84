import { engineDefaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Engine } from "../model/platform.ts";
import type { Section } from "./section.ts";

type Setting = string | number | boolean;

/** The engines, in the order of the spec: what all share is the model's, the rest are the engine's own settings. */
export function lowerEngines({ engines = {}, site }: PlatformSpec, section: Section): Engine[] {
  return Object.entries(engines).map(([name, { agent, buildsAtOnce, ...settings }]) => {
    const engine = section.within(name);
    return {
      name,
      agent: engine.take("agent", agent, site.agent),
      buildsAtOnce: engine.take<number | null>("buildsAtOnce", buildsAtOnce, null),
      settings: lowerSettings(name, settings, engine),
    };
  });
}

function lowerSettings(
  name: string,
  spec: Readonly<Record<string, Setting | undefined>>,
  engine: Section,
): Record<string, Setting> {
  const fallbacks = engineDefaults[name] ?? {};
  const keys = [...new Set([...Object.keys(fallbacks), ...Object.keys(spec)])].sort();
  return Object.fromEntries(
    keys.map((key) => [key, engine.take(`settings/${key}`, spec[key], fallbacks[key] ?? "", [key])]),
  );
}
