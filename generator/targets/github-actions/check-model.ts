import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { Model } from "../../model/model.ts";
import { checkEnvironments } from "./check-environments.ts";
import { checkServices } from "./check-services.ts";
import { checkSite } from "./check-site.ts";

/** Reports what GitHub Actions cannot give, as errors, and what it gives in part, as warnings with the consequence. */
export function checkModel(model: Model): Diagnostic[] {
  const lacks = [...checkSite(model), ...checkEnvironments(model), ...checkServices(model)];
  return lacks.map(({ partly, path, message, hint }) =>
    finding(partly ? "SW379" : "SW378", placeOf(model, path), message, { hint }),
  );
}

/** The place in the specs of a value of the model, or of the nearest value that contains it. */
function placeOf({ origins, specFile }: Model, path: string): { at: Diagnostic["at"]; length: number } {
  const parts = path.split("/");
  for (let end = parts.length; end > 0; end -= 1) {
    const origin = origins.get(parts.slice(0, end).join("/"));
    if (origin?.at !== undefined) return { at: origin.at, length: origin.length ?? 1 };
  }
  return { at: { file: specFile, line: 1, column: 1 }, length: 1 };
}
