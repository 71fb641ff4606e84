import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that no Argo CD instance serves both protected and open environments. */
export const separateInstances: Policy = {
  code: "SW420",
  slug: "argocd/shared-with-protected",
  title: "Protected and open environments share an Argo CD instance",
  severity: "warning",
  explanation:
    "While the shared instance is down, for example after a failure caused in development, no release reaches production. Running applications continue to run.",
  decision: "A failure in development does not stop releases to production.",
  check(model) {
    const isProtected = new Map(model.environments.map((it) => [it.name, it.protected]));
    return model.delivery.instances.flatMap(({ name, environments }) => {
      if (new Set(environments.map((it) => isProtected.get(it))).size < 2) return [];
      const span = placeOf(model, `delivery/instances/${name}/environments`);
      const message = `Argo CD "${name}" serves protected and open environments: while it is down, no release reaches ${environments.join(", ")}`;
      return [finding("SW420", span, message, { hint: "add a separate instance for the protected environments" })];
    });
  },
};
