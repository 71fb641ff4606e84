import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { topologyOf } from "../../spec/job-paths.ts";
import type { Candidates, Checked, StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Somebody can approve what is asked, and nobody whose change it is can change who is asked. */
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
    const message = `nobody may approve "${stage.id}": team "${stage.owner}" has no approvers`;
    found.push(finding("SW306", span, message, { hint: "add by: [release-managers], or approvers to the team" }));
  }
  if (topologyOf(platform.spec, spec) === "combined" && spec.job === "multibranch") {
    const message = `the application's own Jenkinsfile would ask for the approval of "${stage.id}": its authors could change it`;
    found.push(finding("SW306", span, message, { hint: "topology: per-stage, or job: plain" }));
  }
  return found;
}
