import { finding } from "../../diagnostics/finding.ts";
import type { Rule } from "./rule.ts";

/** An engine builds on agents with a label or in pods, not on both. */
export const engineSettings: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.engines ?? {}).flatMap(([name, engine]) => {
    // After a schema error, an engine can be undefined.
    const agent = engine?.agent;
    if (agent?.label === undefined || agent.kubernetes === undefined) return [];
    const span = platform.document.keySpan(["engines", name, "agent", "kubernetes"]);
    return [
      finding("SW343", span, `engine "${name}" has both an agent label and pods`, { hint: "remove one of them" }),
    ];
  });
};
