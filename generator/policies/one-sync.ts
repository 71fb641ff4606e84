import { finding } from "../diagnostics/finding.ts";
import { controllerOf } from "../handoffs/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that either Argo CD or the pipeline starts syncs, not both. */
export const oneSync: Policy = {
  code: "SW455",
  slug: "argocd/two-syncs",
  title: "Argo CD and the pipeline both start a sync",
  severity: "warning",
  explanation:
    "The two syncs can collide: Argo CD rejects a sync while another one is running. It is also unclear which sync deployed a release.",
  decision: "Either Argo CD syncs each commit automatically, or the deploy job starts the sync.",
  check(model) {
    return model.environments.flatMap(({ name, handoff, sync }) => {
      const controller = controllerOf(handoff);
      if (controller === null || !sync.automatic || !sync.pipeline) return [];
      const span = placeOf(model, `environments/${name}/sync/pipeline`, "true");
      const message = `both ${controller.name} and the deploy job start a sync of "${name}"`;
      return [finding("SW455", span, message, { hint: "set automatic: false, or remove pipeline" })];
    });
  },
};
