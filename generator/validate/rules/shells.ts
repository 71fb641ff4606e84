import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Keys whose work is a script of the library. */
const KEYS = ["toolImage", "services", "artifactsFrom"] as const;

/** Shells that exist only on Windows. */
export const WINDOWS: ReadonlySet<string> = new Set(["bat", "powershell"]);

/** A stage with another shell has no key that needs `sh`, and one with a shell of Windows has an agent of its own. */
export const shells: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => (stage.kind === "custom" ? checkStage(service, stage, index) : [])),
  );

function checkStage({ document }: Checked<ServiceSpec>, stage: StageOf<"custom">, index: number): Diagnostic[] {
  const { shell } = stage;
  if (shell === undefined || shell === "sh") return [];
  const found = KEYS.flatMap((key) => {
    // A default of the platform for stages with sh has no effect here, except for artifacts and services.
    const inherited = key === "toolImage" && document.find(["stages", index, key])?.inherited !== undefined;
    if (stage[key] === undefined || inherited) return [];
    return [limit(`"${key}"`, document.keySpan(["stages", index, key]), shell, `remove ${key}`)];
  });
  if (stage.agent?.pod !== undefined) {
    const span = document.keySpan(["stages", index, "agent", "pod"]);
    found.push(limit("a pod", span, shell, "set a label of agents instead of a pod"));
  }
  if (stage.command === undefined) {
    const message = `"shell" has no effect without "command"`;
    found.push(finding("SW389", document.keySpan(["stages", index, "shell"]), message, { hint: "remove shell" }));
  } else if (stage.agent === undefined && WINDOWS.has(shell)) {
    const message = `${shell} needs an agent with Windows, but the stage has no agent, so it runs on those of the site`;
    const hint =
      "add agent: { label: LABEL } with the label of Windows agents, or set shell: pwsh for PowerShell on Linux";
    found.push(finding("SW383", document.valueSpan(["stages", index, "shell"]), message, { hint }));
  }
  return found;
}

function limit(what: string, span: Span, shell: string, hint: string): Diagnostic {
  return finding("SW389", span, `${what} needs sh, and the stage has shell: ${shell}`, {
    hint: `${hint}, or set shell: sh`,
  });
}
