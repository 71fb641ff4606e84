import { finding } from "../diagnostics/finding.ts";
import { engineNamed, engines, isAdmitted } from "../engines/index.ts";
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
    return model.engines.flatMap(({ name, agent }) => {
      const engine = engineNamed(name);
      if (agent.pods === null || engine === undefined || isAdmitted(engine, allowed)) return [];
      const message = `pods of ${name} need the Pod Security level ${engine.podSecurity}, but site.podSecurity is ${allowed}`;
      const others = engines.filter((it) => isAdmitted(it, allowed)).map((it) => `${it.name} (${it.podSecurity})`);
      const hint = `use ${others.join(" or ")}, or a namespace that allows this level`;
      return [finding("SW408", placeOf(model, `engines/${name}/agent`), message, { hint })];
    });
  },
};
