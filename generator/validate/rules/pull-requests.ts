import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { oneOf } from "../../diagnostics/suggest.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import { ancestors, groupOf } from "../../spec/chains.ts";
import { firstOfJob } from "../../spec/job-split.ts";
import { needsApproval } from "../../spec/reach.ts";
import { isForJenkins, type StageSpec } from "../../spec/specs.ts";

/** A pull request reaches source stages, and custom stages that need nothing but the checkout. */
export function checkPullRequest(
  platform: PlatformSpec | undefined,
  spec: ServiceSpec,
  last: StageSpec,
  span: Span,
): Diagnostic[] {
  const stages = [...groupOf(spec.stages, last), ...(ancestors(spec.stages, last) ?? [])];
  const report = (message: string, hint: string) => [finding("SW309", span, message, { hint })];
  const other = stages.find(({ kind }) => kind !== "source" && kind !== "custom");
  if (other !== undefined) {
    const able = spec.stages.filter((it) =>
      [it, ...(ancestors(spec.stages, it) ?? [])].every(({ kind }) => kind === "source" || kind === "custom"),
    );
    return report(
      `a pull request can only reach source and custom stages; stage "${other.id}" is of kind ${other.kind}`,
      `a pull request has no credentials for a stage of kind ${other.kind}; name another stage: ${oneOf(able.map(({ id }) => id))}`,
    );
  }
  const unable = stages.flatMap((stage) => {
    const reason = objectionTo(stage);
    return reason === null ? [] : [{ stage, reason }];
  })[0];
  if (unable !== undefined)
    return report(
      `a pull request cannot reach the custom stage "${unable.stage.id}": ${unable.reason}`,
      "name an earlier stage, or move what pull requests need to a custom stage of its own",
    );
  return stages.every(({ kind }) => kind === "source") ? [] : checkJob(platform, spec, stages, report);
}

/** Why a pull request cannot run a custom stage; null if it can. */
function objectionTo(stage: StageSpec): string | null {
  if (stage.kind !== "custom") return null;
  if (stage.step !== undefined) return `its step "${stage.step}" can use each credential of the folder`;
  if (stage.sonar !== undefined) return "the code of a pull request could read the token of the SonarQube server";
  if (needsApproval(stage)) return "an approval is for a release, and a pull request is none";
  return null;
}

/** Only the job that finds pull requests has their commits. The other products report that they have no such stage. */
function checkJob(
  platform: PlatformSpec | undefined,
  spec: ServiceSpec,
  stages: readonly StageSpec[],
  report: (message: string, hint: string) => Diagnostic[],
): Diagnostic[] {
  if (platform === undefined || !isForJenkins(platform)) return [];
  if (spec.job !== "multibranch")
    return report("a plain job builds no pull requests, so none reaches a custom stage", "set job: multibranch");
  const source = stages.find(({ kind }) => kind === "source");
  const apart = stages.find((it) => source !== undefined && firstOfJob(platform, spec, it) !== source);
  if (apart === undefined) return [];
  return report(
    `a pull request cannot reach the custom stage "${apart.id}", which is not in the job of stage "${source?.id}": only this job has the commits of pull requests`,
    "set topology: per-team and the same owner for both stages, or topology: combined",
  );
}
