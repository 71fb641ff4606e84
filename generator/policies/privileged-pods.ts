import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** A privileged pod is a decision to know the price of, also where the namespace admits it. */
export const privilegedPods: Policy = {
  code: "SW435",
  title: "Build pods are not privileged",
  decision: "A build gets no more of its node than it needs.",
  consequence: "Whoever breaks out of the build has the node, and the pods of others on it.",
  check(model) {
    // Where the namespace refuses the pod, that is said.
    if (model.site.podSecurity !== "privileged") return [];
    return model.engines.flatMap(({ name, agent }) => {
      if (agent.pods === null || engineNamed(name)?.podSecurity !== "privileged") return [];
      const message = `pods of ${name} ask for the Pod Security level privileged`;
      const hint = "kaniko builds with baseline; or give the builds nodes and a namespace of their own, and a waiver";
      return [finding("SW435", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
  },
};
