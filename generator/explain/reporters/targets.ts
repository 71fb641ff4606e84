import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TargetComparison } from "../../targets/target.ts";

/** What stays the same on each CI product. */
const KEPT = "owners, engines, the release record, handoffs, policies and the scripts of the stages";

/** Renders what each CI product does with the specs, as text for a terminal. */
export function renderTargets(targets: readonly TargetComparison[], chosen: string): string {
  return targets.map((it) => renderTarget(it, it.target === chosen)).join("\n");
}

function renderTarget({ target, title, operation, lost, differs }: TargetComparison, isChosen: boolean): string {
  return [
    `${title} (target: ${target}${isChosen ? ", chosen" : ""})`,
    `  kept: ${lost.length === 0 ? KEPT : "nothing, until the lost keys change"}`,
    ...section("lost", lost),
    ...section("differs", differs),
    `  an operator runs: ${operation}`,
    "",
  ].join("\n");
}

function section(name: string, found: readonly Diagnostic[]): string[] {
  if (found.length === 0) return [`  ${name}: nothing`];
  return [
    `  ${name}:`,
    ...found.map(({ at, message, hint }) => `    ${at.file}:${at.line} ${message}${hint ? `; ${hint}` : ""}`),
  ];
}
