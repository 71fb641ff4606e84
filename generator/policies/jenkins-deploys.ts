import { finding } from "../diagnostics/finding.ts";
import { handoffNamed } from "../handoffs/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Jenkins builds; a tool made for the cluster deploys. */
export const jenkinsDeploys: Policy = {
  code: "SW450",
  title: "Jenkins does not deploy",
  decision: "Jenkins builds and stops at the digest; the delivery tool deploys.",
  consequence:
    "Jenkins holds the cluster's keys, whoever edits a pipeline reaches the cluster, and nothing puts back what a hand changes there.",
  check(model) {
    return model.environments.flatMap(({ name, handoff }) => {
      if (handoffNamed(handoff)?.fromJenkins !== true) return [];
      const own = `environments/${name}/handoff`;
      const span = placeOf(model, model.origins.get(own)?.at === undefined ? "delivery/handoff" : own, handoff);
      const message = `"${handoff}" deploys to "${name}" from Jenkins, which holds that cluster's credentials`;
      const hint = "hand the digest to argocd, or waive SW450 under policy.waivers, with a reason";
      return [finding("SW450", span, message, { hint })];
    });
  },
};
