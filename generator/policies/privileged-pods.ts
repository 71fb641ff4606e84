import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns about privileged build pods even if the namespace allows them. */
export const privilegedPods: Policy = {
  code: "SW435",
  decision: "Build pods run without privileges on their node.",
  check(model) {
    // If the namespace rejects the pod, SW408 reports that.
    if (model.site.podSecurity !== "privileged") return [];
    return model.engines.flatMap(({ name, agent }) => {
      if (agent.pods === null || engineNamed(name)?.podSecurity !== "privileged") return [];
      const message = `pods of ${name} run as privileged`;
      const hint =
        "use kaniko, which needs only baseline, or run builds on separate nodes in a separate namespace and add a waiver";
      return [finding("SW435", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
  },
};
