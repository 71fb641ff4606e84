import type { Model } from "../model/model.ts";
import type { TargetFacts } from "../targets/facts.ts";
import type { Planned, PlannedFile } from "../targets/target.ts";
import { planCatalog } from "./catalog.ts";
import { planCodeowners } from "./codeowners.ts";
import { planPipelinesPage } from "./pipelines-page.ts";

export { type Owners, ownersOf } from "./owners.ts";

/** Plans the files that describe the whole site: the catalog, CODEOWNERS and PIPELINES.md. `planned` lists the targets' files, `facts` what these files show of the targets. */
export function planSite(model: Model, planned: readonly Planned[], facts: TargetFacts): PlannedFile[] {
  return [...planCatalog(model, facts), ...planCodeowners(model, planned), ...planPipelinesPage(model, facts)];
}
