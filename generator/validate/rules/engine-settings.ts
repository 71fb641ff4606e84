import { finding } from "../../diagnostics/finding.ts";
import type { Rule } from "./rule.ts";

/** An engine builds on agents with a label or in pods. */
export const engineSettings: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.engines ?? {}).flatMap(([name, engine]) => {
    // Where the schema was broken, an engine may be nothing at all.
    const agent = engine?.agent;
    if (agent?.label === undefined || agent.kubernetes === undefined) return [];
    const span = platform.document.keySpan(["engines", name, "agent", "kubernetes"]);
    return [finding("SW306", span, "an engine builds on agents with a label or in pods", { hint: "leave one out" })];
  });
};
