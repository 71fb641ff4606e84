import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Engine } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** What an engine is told, it does: a bound that it ignores would be a promise that nobody keeps. */
export const engineSettings: Policy = {
  code: "SW405",
  fixed: true,
  title: "Engines do what they are told",
  decision: "A setting holds, or is refused.",
  consequence: "A build takes the memory that it was denied, and others on its agent die of it.",
  check: (model) => model.engines.flatMap((engine) => objectionsTo(model, engine)),
};

function objectionsTo(model: Model, { name, agent, settings }: Engine): Diagnostic[] {
  const engine = engineNamed(name);
  if (engine === undefined) return [];
  if (agent.pods === null) {
    return engine.objections(settings).map(({ key, message, hint }) => {
      const text = String(settings[key]);
      return finding("SW405", placeOf(model, `engines/${name}/settings/${key}`, text), message, { hint });
    });
  }
  return engine.podSettings
    .filter((key) => settings[key] === undefined || settings[key] === "")
    .map((key) => {
      const hint = `add engines.${name}.${key}`;
      return finding("SW405", placeOf(model, `engines/${name}/agent`), `a pod of ${name} needs "${key}"`, { hint });
    });
}
