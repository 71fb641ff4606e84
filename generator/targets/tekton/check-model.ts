import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Model } from "../../model/model.ts";
import { reportLacks } from "../shared/report.ts";
import { checkApprovals } from "./check-approvals.ts";
import { checkEnvironments } from "./check-environments.ts";
import { checkNames } from "./check-names.ts";
import { checkNetwork } from "./check-network.ts";
import { checkServices } from "./check-services.ts";
import { checkSite } from "./check-site.ts";
import { checkTools } from "./check-tools.ts";

/** Reports what Tekton cannot give, as errors, and what it gives in part, as warnings with the consequence. */
export function checkModel(model: Model): Diagnostic[] {
  const lacks = [
    ...checkSite(model),
    ...checkEnvironments(model),
    ...checkServices(model),
    ...checkApprovals(model),
    ...checkNames(model),
    ...checkNetwork(model),
    ...checkTools(model),
  ];
  return reportLacks(model, lacks);
}
