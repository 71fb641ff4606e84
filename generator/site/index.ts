import type { Model } from "../model/model.ts";
import type { PlannedFile } from "../targets/target.ts";
import { planCatalog } from "./catalog.ts";
import { planCodeowners } from "./codeowners.ts";
import { planPipelinesPage } from "./pipelines-page.ts";

export { type Owners, ownersOf } from "./owners.ts";

/** Plans the files that describe the whole site: the catalog, CODEOWNERS and PIPELINES.md. `planned` lists the targets' files. */
export function planSite(model: Model, planned: readonly PlannedFile[]): PlannedFile[] {
  return [...planCatalog(model), ...planCodeowners(model, planned), ...planPipelinesPage(model)];
}
