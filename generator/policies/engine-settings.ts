import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Engine } from "../model/platform.ts";
import { poolOf } from "./capacity.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** What an engine is told, it does: a bound that nobody keeps would be an empty promise. */
export const engineSettings: Policy = {
  code: "SW405",
  fixed: true,
  title: "Engines do what they are told",
  decision: "A setting holds, or is refused.",
  consequence: "A build takes the memory that it was denied, and others on its agent die of it.",
  check: (model) => model.engines.flatMap((engine) => (engine.agent.pods ? lacking : unkept)(model, engine)),
};

/** Bounds that the engine ignores, where no capacity of the agents is told that they would count against. */
function unkept(model: Model, { name, agent, settings }: Engine): Diagnostic[] {
  const ignorance = engineNamed(name)?.ignoresBounds(settings) ?? null;
  if (ignorance === null) return [];
  const pool = poolOf(model, agent.label);
  return (["memory", "cpu"] as const)
    .filter((key) => settings[key] !== undefined && (pool?.[key] ?? null) === null)
    .map((key) => {
      const span = placeOf(model, `engines/${name}/settings/${key}`, String(settings[key]));
      const hint = `say what the agents hold: site.pools, "${agent.label}", ${key}; or ${ignorance.hint}`;
      return finding("SW405", span, ignorance.message, { hint });
    });
}

function lacking(model: Model, { name, settings }: Engine): Diagnostic[] {
  const needed = engineNamed(name)?.podSettings ?? [];
  return needed
    .filter((key) => settings[key] === undefined || settings[key] === "")
    .map((key) => {
      const hint = `add engines.${name}.${key}`;
      return finding("SW405", placeOf(model, `engines/${name}/agent`), `a pod of ${name} needs "${key}"`, { hint });
    });
}
