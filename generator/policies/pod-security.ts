import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { PodSecurity } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** From the one that admits most. */
const LEVELS: readonly PodSecurity[] = ["privileged", "baseline", "restricted"];

/** An engine's pod asks for no more than the namespace admits. */
export const podSecurity: Policy = {
  code: "SW408",
  fixed: true,
  title: "Pods fit their namespace",
  decision: "site.podSecurity is what the namespace of the agents' pods admits.",
  consequence: "The cluster refuses the pod, and the build waits for an agent until its timeout.",
  check(model) {
    const { podSecurity: admitted } = model.site;
    return model.engines.flatMap(({ name, agent }) => {
      const asked = engineNamed(name)?.podSecurity ?? "privileged";
      if (agent.pods === null || LEVELS.indexOf(asked) >= LEVELS.indexOf(admitted)) return [];
      const message = `a pod of ${name} needs the Pod Security level ${asked}; this site admits ${admitted}`;
      const hint = "build with another engine, or in a namespace of its own that admits it";
      return [finding("SW408", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
  },
};
