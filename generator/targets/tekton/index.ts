import type { Model } from "../../model/model.ts";
import type { CiTarget } from "../target.ts";
import { checkModel } from "./check-model.ts";
import { factsOf } from "./facts.ts";
import { planLibrary } from "./library.ts";
import { neededLabels } from "./nodes.ts";
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
  const labels = neededLabels(model);
  const nodes = labels.length === 0 ? "" : `, nodes with the labels ${labels.join(", ")}`;
  return `Tekton Pipelines and Tekton Triggers in a cluster${nodes}, and the namespaces, secrets and webhooks in tekton/settings.md`;
}
