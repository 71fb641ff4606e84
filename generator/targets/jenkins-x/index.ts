import type { Model } from "../../model/model.ts";
import type { CiTarget } from "../target.ts";
import { checkModel as checkTekton } from "../tekton/check-model.ts";
import { factsOf as factsOfTekton } from "../tekton/facts.ts";
import { tekton } from "../tekton/index.ts";
import { neededNodes } from "../tekton/nodes.ts";
import type { Relayed } from "../tekton/triggers.ts";
import { planApplications } from "./applications.ts";
import { checkModel } from "./check-model.ts";
import { factsOf } from "./facts.ts";
import { planLighthouse } from "./lighthouse.ts";
import { namespaceOfLighthouse } from "./names.ts";
import { planSettingsPage } from "./settings-page.ts";

/** Jenkins X: the pipelines of Tekton. A repository's run in Lighthouse starts the first stage and reports its result on the commit. */
export const jenkinsX: CiTarget = {
  name: "jenkins-x",
  title: "Jenkins X",
  operation: (model) =>
    `Lighthouse, Tekton Pipelines and Tekton Triggers in a cluster${neededNodes(model)}, the namespaces and secrets in tekton/settings.md, and what jenkins-x/settings.md lists`,
  check: (model) => checkModel(model, checkTekton(relayed(model))),
  facts: (model) => factsOf(model, factsOfTekton(relayed(model))),
  plan: (model) => [
    ...tekton.plan(relayed(model)),
    ...planApplications(model),
    ...planLighthouse(model),
    planSettingsPage(model),
  ],
};

/** Lighthouse receives the messages of the git host and sets the status of commits, so Tekton does neither. */
function relayed(model: Model): Model & Relayed {
  const { git, statuses } = model.site;
  const host = git.host ?? statuses?.host ?? null;
  return {
    ...model,
    relayedFrom: namespaceOfLighthouse(model),
    site: { ...model.site, statuses: null, git: { ...git, host } },
  };
}
