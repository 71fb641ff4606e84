import { finding } from "../diagnostics/finding.ts";
import { handoffNamed, standardHandoff } from "../handoffs/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the delivery tool deploys, not Jenkins. */
export const jenkinsDeploys: Policy = {
  code: "SW450",
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
