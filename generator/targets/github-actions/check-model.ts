import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model } from "../../model/model.ts";
import { reportLacks } from "../shared/report.ts";
import { checkEnvironments } from "./check-environments.ts";
import { checkRegistries } from "./check-registries.ts";
import { checkServices } from "./check-services.ts";
import { checkSite } from "./check-site.ts";
import { checkReleased } from "./released-actions.ts";

/** Reports what GitHub Actions cannot give, as errors, and what it gives in part, as warnings with the consequence; then the pins. */
export function checkModel(model: Model): Diagnostic[] {
  const lacks = [...checkSite(model), ...checkRegistries(model), ...checkEnvironments(model), ...checkServices(model)];
  return [...reportLacks(model, lacks), ...checkReleased(model)];
}
