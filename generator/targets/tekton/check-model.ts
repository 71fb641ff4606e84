import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { Model } from "../../model/model.ts";
import { specPlace } from "../spec-place.ts";
import { checkApprovals } from "./check-approvals.ts";
import { checkEnvironments } from "./check-environments.ts";
import { checkNames } from "./check-names.ts";
import { checkServices } from "./check-services.ts";
import { checkSite } from "./check-site.ts";

/** Reports what Tekton cannot give, as errors, and what it gives in part, as warnings with the consequence. */
export function checkModel(model: Model): Diagnostic[] {
  const lacks = [
    ...checkSite(model),
    ...checkEnvironments(model),
    ...checkServices(model),
    ...checkApprovals(model),
    ...checkNames(model),
  ];
  return lacks.map(({ partly, path, message, hint }) =>
    finding(partly ? "SW379" : "SW378", specPlace(model, path), message, { hint }),
  );
}
