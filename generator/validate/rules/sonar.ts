import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { commandTool, sourceToolNamed } from "../../source-tools/index.ts";
import { groupOf, parallelOf } from "../../spec/chains.ts";
import type { Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** A tool can run the analysis, and Jenkins can find its result. */
export const sonar: Rule = ({ services }) =>
  services.flatMap((service) => service.spec.stages.flatMap((stage, index) => checkStage(service, stage, index)));

function checkStage({ document, spec }: Checked<ServiceSpec>, stage: StageSpec, index: number): Diagnostic[] {
  if (!isAnalyzed(stage)) return [];
  const span = document.keySpan(["stages", index, "sonar"]);
  const reason = stage.kind === "source" ? sourceToolNamed(stage.tool)?.noAnalysis : undefined;
  if (reason !== undefined && stage.kind === "source") {
    const hint = `set tool: ${commandTool().name}, and run the scanner in the command`;
    return [finding("SW387", span, `tool: ${stage.tool} runs no analysis: ${reason}`, { hint })];
  }
  const group = parallelOf(stage) === undefined ? [] : groupOf(spec.stages, stage);
  const other = group.find((it) => it !== stage && isAnalyzed(it));
  if (other === undefined) return [];
  const message = `stage "${other.id}" is analyzed at the same time: Jenkins only waits for the last analysis of a run`;
  return [finding("SW387", span, message, { hint: "remove parallel from one of them" })];
}

function isAnalyzed(stage: StageSpec): boolean {
  return "sonar" in stage && stage.sonar !== undefined;
}
