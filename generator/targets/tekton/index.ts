import type { Model } from "../../model/model.ts";
import type { CiTarget } from "../target.ts";
import { checkModel } from "./check-model.ts";
import { factsOf } from "./facts.ts";
import { planLibrary } from "./library.ts";
import { neededNodes } from "./nodes.ts";
import { planSettingsPage } from "./settings-page.ts";
import { planStages } from "./stages.ts";
import { planTeams } from "./teams.ts";

/** Tekton: a pipeline for each stage in the namespace of its owner, and an event listener for each owner. */
export const tekton: CiTarget = {
  name: "tekton",
  title: "Tekton",
  operation,
  check: checkModel,
  facts: factsOf,
  plan: (model) => [...planLibrary(model), ...planStages(model), ...planTeams(model), planSettingsPage(model)],
};

function operation(model: Model): string {
  return `Tekton Pipelines and Tekton Triggers in a cluster${neededNodes(model)}, and the namespaces, secrets and webhooks in tekton/settings.md`;
}
