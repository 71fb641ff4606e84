import type { Model } from "../../model/model.ts";
import { isHosted } from "../../model/runner.ts";
import type { CiTarget } from "../target.ts";
import { planActions, planLinters, siteLabels } from "./actions.ts";
import { planCallers, planReleases } from "./callers.ts";
import { checkModel } from "./check-model.ts";
import { factsOf } from "./facts.ts";
import { homeOf, slugOf } from "./names.ts";
import { releasedActions } from "./released-actions.ts";
import { planSettingsPage } from "./settings-page.ts";
import { planStageWorkflows } from "./stage-workflows.ts";

/** GitHub Actions: a reusable workflow for each stage, a caller for each application, and the actions that they use. */
export const githubActions: CiTarget = {
  name: "github-actions",
  title: "GitHub Actions",
  operation,
  check: checkModel,
  released: releasedActions,
  facts: factsOf,
  plan: (model) => [
    ...planActions(model),
    ...planStageWorkflows(model),
    ...planCallers(model),
    ...planReleases(model),
    ...planLinters(model, ownRepositories(model)),
    ...planSettingsPage(model),
  ],
};

/** The repositories with generated workflows and actions: their own code needs no pin by commit. */
function ownRepositories(model: Model): string[] {
  const owners = model.services.flatMap(({ stages }) => stages.map(({ owner }) => homeOf(model, owner).git));
  return [...new Set([model.pipelines.git, ...owners].map(slugOf))].sort();
}

function operation(model: Model): string {
  const own = siteLabels(model).filter((label) => !isHosted(label));
  const runners = own.length === 0 ? "no runners of your own" : `runners with the labels ${own.join(", ")}`;
  return `the environments, secrets and rules in github-actions/settings.md, and ${runners}; in private repositories, GitHub Enterprise for reviewers and attestations`;
}
