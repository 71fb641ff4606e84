import { finding } from "../diagnostics/finding.ts";
import { handoffNamed, standardHandoff } from "../handoffs/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the delivery tool deploys, not Jenkins. */
export const jenkinsDeploys: Policy = {
  code: "SW450",
  slug: "delivery/jenkins-deploys",
  title: "Jenkins deploys to the cluster",
  severity: "error",
  explanation:
    "A job that runs kubectl, helm or kustomize needs the cluster's credentials, so anyone who can edit the pipeline can reach the cluster. Nothing reverts manual changes in the cluster. By default Jenkins stops at the image's digest, and the delivery tool deploys; a site can accept the risk in a waiver with a reason.",
  decision: "Jenkins builds the image and hands its digest over; the delivery tool deploys.",
  check(model) {
    return model.environments.flatMap(({ name, handoff }) => {
      if (handoffNamed(handoff)?.fromJenkins !== true) return [];
      const own = `environments/${name}/handoff`;
      const span = placeOf(model, model.origins.get(own)?.at === undefined ? "delivery/handoff" : own, handoff);
      const message = `"${handoff}" deploys to "${name}" from Jenkins, which needs the cluster's credentials`;
      const hint = `use handoff: ${standardHandoff().name}, or waive SW450 in policy.waivers with a reason`;
      return [finding("SW450", span, message, { hint })];
    });
  },
};
