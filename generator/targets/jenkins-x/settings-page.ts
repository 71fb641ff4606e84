import type { Model } from "../../model/model.ts";
import { inPipelines } from "../output-places.ts";
import type { PlannedFile } from "../target.ts";
import { namespaceOf, sourceOf } from "../tekton/names.ts";
import { names, namespaceOfLighthouse, triggerFolder } from "./names.ts";

/** Plans settings.md: what an operator does in addition to the settings of Tekton. */
export function planSettingsPage(model: Model): PlannedFile {
  return {
    path: "jenkins-x/settings.md",
    template: "jenkins-x/settings.md.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      pipelines: model.pipelines,
      folder: inPipelines(model, "jenkins-x"),
      namespace: namespaceOfLighthouse(model),
      account: names.account,
      services: model.services.map((service) => ({
        git: service.git,
        branch: service.branch,
        folder: triggerFolder(service).path,
        file: triggerFolder(service).file,
        namespace: namespaceOf(model, sourceOf(service).owner),
      })),
    },
  };
}
