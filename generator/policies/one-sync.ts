import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Argo CD syncs by itself, or the pipeline asks it to. */
export const oneSync: Policy = {
  code: "SW455",
  title: "One of two starts a sync",
  decision: "Argo CD syncs each commit by itself, or each deploy job asks for its sync.",
  consequence:
    "The two get into each other's way: a sync is refused because another goes on, and nobody knows which one a release came by.",
  check(model) {
    return model.environments.flatMap(({ name, handoff, sync }) => {
      if (handoff !== "argocd" || !sync.automatic || !sync.pipeline) return [];
      const span = placeOf(model, `environments/${name}/sync/pipeline`, "true");
      const message = `both Argo CD and the deploy job sync "${name}"`;
      return [finding("SW455", span, message, { hint: "automatic: false, or leave pipeline out" })];
    });
  },
};
