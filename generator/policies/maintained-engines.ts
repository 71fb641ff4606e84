import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** An engine's image comes from a home where somebody mends it. */
export const maintainedEngines: Policy = {
  code: "SW407",
  title: "Engines are maintained",
  decision: "Tools that handle sources and credentials get their security fixes.",
  consequence: "What is found in the archived tool stays open, in every build.",
  check(model) {
    return model.engines.flatMap(({ name, settings }) =>
      (engineNamed(name)?.warnings(settings) ?? []).map(({ key, message, hint }) => {
        const text = String(settings[key] ?? "");
        return finding("SW407", placeOf(model, `engines/${name}/settings/${key}`, text), message, { hint });
      }),
    );
  },
};
