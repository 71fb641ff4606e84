import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { topologyOf } from "../../spec/job-split.ts";
import type { Candidates, Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Each approval has at least one approver, and the authors of a change cannot remove the approval. */
export const approvals: Rule = (specs) =>
  specs.services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => checkStage(specs, service, stage, index)),
  );

function checkStage(
  { platform }: Candidates,
  { document, spec }: Checked<ServiceSpec>,
  stage: StageSpec,
  index: number,
): Diagnostic[] {
  if (platform === null || stage.kind === "source" || stage.approval === undefined) return [];
  const span = document.keySpan(["stages", index, "approval"]);
  const { by } = stage.approval;
  const found: Diagnostic[] = [];
  const team = platform.spec.teams[stage.owner];
  if (by === undefined && team !== undefined && (team.approvers ?? []).length === 0) {
    const message = `no one can approve stage "${stage.id}": team "${stage.owner}" has no approvers`;
    const [example = "GROUP"] = Object.values(platform.spec.teams).flatMap(({ approvers = [] }) => approvers);
    const hint = `add by: [${example}] to the approval, or add approvers to teams.${stage.owner}`;
    found.push(finding("SW353", span, message, { hint }));
  }
  if (topologyOf(platform.spec, spec) === "combined" && spec.job === "multibranch") {
    const message = `the approval of "${stage.id}" would be in the application's own Jenkinsfile, which the authors of a change can edit`;
    found.push(finding("SW354", span, message, { hint: "set topology: per-stage, or job: plain" }));
  }
  return found;
}
