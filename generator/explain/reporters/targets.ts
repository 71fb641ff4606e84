import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { TargetComparison } from "../../targets/target.ts";

/** What stays the same on each CI product. */
const KEPT = "owners, engines, the release record, handoffs, policies and the scripts of the stages";

/** Renders what each CI product does with the specs, as text for a terminal. */
export function renderTargets(targets: readonly TargetComparison[], chosen: string): string {
  return targets.map((it) => renderTarget(it, it.target === chosen)).join("\n");
}

function renderTarget(
  { target, title, operation, lost, differs, policies }: TargetComparison,
  isChosen: boolean,
): string {
  return [
    `${title} (target: ${target}${isChosen ? ", chosen" : ""})`,
    `  ${lost.length === 0 ? "kept" : "kept after the lost keys change"}: ${KEPT}`,
    ...section("lost", lost),
    ...section("differs", differs),
    ...(policies.length === 0 ? [] : section("errors of policies", policies.map(withCode))),
    `  an operator runs: ${operation}`,
    "",
  ].join("\n");
}

function section(name: string, found: readonly Diagnostic[]): string[] {
  if (found.length === 0) return [`  ${name}: nothing`];
  const places = new Map<string, Set<string>>();
  for (const { at, message, hint } of [...found].sort(byPlace)) {
    const text = `${withoutProduct(message)}${hint ? `; ${hint}` : ""}`;
    places.set(text, (places.get(text) ?? new Set()).add(`${at.file}:${at.line}`));
  }
  return [`  ${name}:`, ...[...places].map(([text, all]) => `    ${[...all].join(", ")} ${text}`)];
}

/** Unlike the lost keys, policies have codes of their own, which `explain` and waivers need. */
function withCode(found: Diagnostic): Diagnostic {
  return { ...found, message: `${found.code} ${found.message}` };
}

function byPlace({ at: one }: Diagnostic, { at: other }: Diagnostic): number {
  if (one.file === other.file) return one.line - other.line;
  return one.file < other.file ? -1 : 1;
}

/** The heading names the product: `on Tekton, …`. */
function withoutProduct(message: string): string {
  return message.replace(/^(on [^,]+, |[A-Z][A-Za-z ]+ cannot give this: )/, "");
}
