import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** What a hand changes in the cluster is changed back. */
export const selfHeal: Policy = {
  code: "SW453",
  title: "The cluster runs what the repository says",
  decision: "Nothing is changed in the cluster but by a commit, and what is changed by hand is changed back.",
  consequence:
    "What runs is no longer what was reviewed and recorded; the next release undoes the change, or breaks on it.",
  check(model) {
    return model.environments.flatMap(({ name, handoff, sync }) => {
      if (handoff !== "argocd" || (sync.automatic && sync.selfHeal)) return [];
      const key = sync.automatic ? "selfHeal" : "automatic";
      const span = placeOf(model, `environments/${name}/sync/${key}`, "false");
      const message = `what a hand changes in "${name}" stays: Argo CD does not change it back`;
      return [finding("SW453", span, message, { hint: `leave ${key} out` })];
    });
  },
};
