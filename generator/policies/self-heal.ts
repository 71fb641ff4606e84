import { finding } from "../diagnostics/finding.ts";
import { controllerOf } from "../handoffs/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that Argo CD reverts manual changes in the cluster. */
export const selfHeal: Policy = {
  code: "SW453",
  slug: "argocd/manual-changes-kept",
  title: "Manual changes in the cluster are not reverted",
  severity: "warning",
  explanation:
    "Argo CD reverts manual changes only with automatic sync and `selfHeal`. Without them the cluster drifts from the reviewed configuration, and the next release overwrites the change or fails because of it.",
  decision: "The cluster changes only by commits, and Argo CD reverts manual changes.",
  check(model) {
    return model.environments.flatMap(({ name, handoff, sync }) => {
      const controller = controllerOf(handoff);
      if (controller === null || (sync.automatic && sync.selfHeal)) return [];
      const key = sync.automatic ? "selfHeal" : "automatic";
      const span = placeOf(model, `environments/${name}/sync/${key}`, "false");
      const message = `${controller.name} does not revert manual changes in "${name}"`;
      return [finding("SW453", span, message, { hint: `remove ${key}: false` })];
    });
  },
};
