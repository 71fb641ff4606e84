import type { Model } from "./model/model.ts";
import { planSite } from "./site/index.ts";
import { planTargets, targetFacts } from "./targets/index.ts";
import type { PlannedFile } from "./targets/target.ts";

/** Plans all files of a model: each target's, then those that describe the whole site. */
export function plan(model: Model): PlannedFile[] {
  const planned = planTargets(model);
  return [...planned, ...planSite(model, planned, targetFacts(model))];
}
