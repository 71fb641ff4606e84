import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Located, Span } from "../../parse/document.ts";
import { labelObjection } from "../../spec/label-expression.ts";
import type { Rule } from "./rule.ts";

/** The parts of the platform spec with agents. */
const PARTS = ["site.agent", "site.agents", "engines", "defaults"];

/** Each label of agents is an expression that Jenkins can read. */
export const agentLabels: Rule = ({ platform, services }) => [
  ...PARTS.flatMap((part) => labelsIn(platform?.document.find(part.split(".")) ?? null)),
  ...services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index) => {
      const label = stage.agent?.label;
      const path = ["stages", index, "agent", "label"];
      // The platform spec reports its own defaults.
      const isOwn = label !== undefined && document.valueSpan(path).at.file === document.path;
      return isOwn ? checkLabel(label, document.valueSpan(path)) : [];
    }),
  ),
];

function labelsIn(node: Located | null): Diagnostic[] {
  return [...(node?.entries ?? [])].flatMap(([key, { node: inner }]) => {
    // The label in `triggers` is one of pull requests.
    if (key === "triggers") return [];
    if (key === "byLabel") return [...(inner.entries ?? [])].flatMap(([, it]) => labelOf(it.node));
    return key === "label" ? labelOf(inner) : labelsIn(inner);
  });
}

function labelOf({ value, span }: Located): Diagnostic[] {
  return typeof value === "string" ? checkLabel(value, span) : [];
}

function checkLabel(label: string, span: Span): Diagnostic[] {
  const problem = labelObjection(label);
  if (problem === null) return [];
  const message = `${show(label)} is not a label expression of Jenkins: ${problem}`;
  return [finding("SW384", span, message, { hint: "for example linux && large, or (linux || mac) && !slow" })];
}
