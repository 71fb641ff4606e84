import type { Model } from "../../model/model.ts";
import { inPipelines } from "../output-places.ts";
import type { PlannedFile } from "../target.ts";

/** Plans the pipeline that runs all Job DSL at once, so that it can detect removed jobs. It runs only files of the manifest. */
export function planSeed(model: Model): PlannedFile[] {
  return [
    {
      path: "jenkins/seed.groovy",
      template: "jenkins/site/seed.groovy.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        agent: model.site.agents.seed.label,
        prefix: `PREFIX=${inPipelines(model, "")}`,
      },
    },
  ];
}
