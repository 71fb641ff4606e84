import { finding } from "../diagnostics/finding.ts";
import { admits, engineLevels, podSecurityOf } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the namespace allows the Pod Security level of the engine's pod. */
export const podSecurity: Policy = {
  code: "SW408",
  slug: "pods/rejected-by-namespace",
  title: "Namespace rejects the build pod",
  severity: "error",
  explanation:
    "The engine's pod needs a higher Pod Security level than `site.podSecurity` allows. The cluster rejects the pod, and the build waits for an agent until its timeout.",
  fixed: true,
  decision: "Build pods need no higher level than `site.podSecurity`, the level of their namespace.",
  check(model) {
    const { podSecurity: allowed } = model.site;
    return model.engines.flatMap((engine) => {
      const { name, agent } = engine;
      const needed = podSecurityOf(engine);
      if (agent.pods === null || admits(allowed, needed)) return [];
      const message = `pods of ${name} need the Pod Security level ${needed}, but site.podSecurity is ${allowed}`;
      const others = engineLevels.filter((it) => admits(allowed, it.level)).map((it) => `${it.name} (${it.level})`);
      const hint = `use ${others.join(" or ")}, or a namespace that allows this level`;
      return [finding("SW408", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
  },
};
