import type { Model } from "../../model/model.ts";
import type { Target } from "../target.ts";
import { planActions, planLinters } from "./actions.ts";
import { planCallers } from "./callers.ts";
import { checkModel } from "./check-model.ts";
import { factsOf } from "./facts.ts";
import { homeOf, slugOf } from "./names.ts";
import { planSettingsPage } from "./settings-page.ts";
import { planStageWorkflows } from "./stage-workflows.ts";

/** GitHub Actions: a reusable workflow for each stage, a caller for each application, and the actions that they use. */
export const githubActions: Target = {
  name: "github-actions",
  check: checkModel,
  facts: factsOf,
  plan: (model) => [
    ...planActions(model),
    ...planStageWorkflows(model),
    ...planCallers(model),
    ...planLinters(model, ownRepositories(model)),
    ...planSettingsPage(model),
  ],
};

/** The repositories with generated workflows and actions: their own code needs no pin by commit. */
function ownRepositories(model: Model): string[] {
  const owners = model.services.flatMap(({ stages }) => stages.map(({ owner }) => homeOf(model, owner).git));
  return [...new Set([model.pipelines.git, ...owners].map(slugOf))].sort();
}
