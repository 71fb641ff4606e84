import { finding } from "../diagnostics/finding.ts";
import { engineLevels, podSecurityOf } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns about privileged build pods even if the namespace allows them. */
export const privilegedPods: Policy = {
  code: "SW435",
  slug: "pods/privileged",
  title: "Build pods are privileged",
  severity: "warning",
  explanation:
    "A process that escapes from a privileged pod controls its node, including the pods of other teams on that node.",
  decision: "Build pods run without privileges on their node.",
  check(model) {
    // If the namespace rejects the pod, SW408 reports that.
    if (model.site.podSecurity !== "privileged") return [];
    return model.engines.flatMap((engine) => {
      const { name, agent } = engine;
      if (agent.pods === null || podSecurityOf(engine) !== "privileged") return [];
      const message = `pods of ${name} run as privileged`;
      return [finding("SW435", placeOf(model, `engines/${name}/agent`), message, { hint: hint() })];
    });
  },
};

function hint(): string {
  const lower = engineLevels.filter((it) => it.level !== "privileged");
  const others = lower.map((it) => `use ${it.name}, which needs only ${it.level}, or `);
  return `${others.join("")}run builds on separate nodes in a separate namespace and add a waiver`;
}
