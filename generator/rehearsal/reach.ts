import { Failure } from "../diagnostics/failure.ts";
import { startsByItself } from "../model/stages.ts";
import { branchSource } from "../targets/jenkins/branch-source.ts";
import type { JenkinsModel, JenkinsService, JenkinsStage } from "../targets/jenkins/jenkins-model.ts";
import type { RehearsalRequest } from "./request.ts";

type Commit = Pick<RehearsalRequest, "branch" | "tag" | "pullRequest">;

/** A job that a rehearsal does not start, and why. */
export interface NotStarted {
  readonly job: string;
  readonly stages: readonly string[];
  readonly reason: string;
}

/** Throws a Failure if the service's job cannot build the pull request of a request. */
export function checkPullRequest(model: JenkinsModel, service: JenkinsService, { pullRequest }: Commit): void {
  if (pullRequest === null) return;
  if (!/^[1-9]\d*$/.test(pullRequest))
    throw new Failure(`the pull request "${pullRequest}" is not a number`, 1, "write its number, such as 7");
  if (service.job === "plain")
    throw new Failure(
      `the job of ${service.name} builds no pull requests`,
      1,
      `only multibranch jobs build them: set job: multibranch in ${service.specFile}`,
    );
  if (!branchSource(model, service).pullRequests)
    throw new Failure(
      `the job of ${service.name} builds no pull requests: a plain git server has none`,
      1,
      `set site.git.host in ${model.specFile} to the product of the server of ${service.git}`,
    );
}

/**
 * Why the commit of a request does not reach a job that no other job has started; null if a user may start the job by
 * hand. `ran` are the jobs with builds. Without a branch, a tag and a pull request, all jobs may start.
 */
export function objectionTo(
  service: JenkinsService,
  path: string,
  request: RehearsalRequest,
  ran: ReadonlySet<string>,
): string | null {
  const own = service.stages.filter(({ job }) => job === path);
  const isFirst = own.some(({ id, kind }) => kind === "source" || id === request.from);
  if (isFirst || nameOf(request) === null) return null;
  const missing = producersOf(service, own).find((it) => !ran.has(it.job));
  // Every branch reaches the source stages, so these say nothing about the stages after them.
  const judges = own.some(startsByItself) ? own : service.stages.filter(({ kind }) => kind !== "source");
  const reaches = judges.some((stage) => isReached(stage, request)) || isDefault(service, request, own);
  if (!reaches || request.pullRequest !== null) return `${nameOf(request)} does not reach it`;
  return missing === undefined ? null : `stage ${missing.id} before it did not run`;
}

/** The default branch also reaches the jobs that only users start. */
function isDefault(service: JenkinsService, { branch, tag }: Commit, own: readonly JenkinsStage[]): boolean {
  return tag === null && branch === service.branch && !own.some(startsByItself);
}

function producersOf(service: JenkinsService, own: readonly JenkinsStage[]): readonly JenkinsStage[] {
  const needs = own.flatMap((stage) => stage.needs);
  return service.stages.filter((stage) => needs.includes(stage.id) && stage.job !== own[0]?.job);
}

function nameOf({ branch, tag, pullRequest }: Commit): string | null {
  if (pullRequest !== null) return `pull request ${pullRequest}`;
  if (tag !== null) return `tag ${tag}`;
  return branch === null ? null : `branch ${branch}`;
}

function isReached({ reach }: JenkinsStage, { branch, tag }: Commit): boolean {
  return tag === null ? fits(branch ?? "", reach.branches) : fits(tag, reach.tags);
}

/** Compares a name with patterns as the library does: `*` matches no slash, `**` does. */
function fits(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split(/(\*\*|\*)/).map((part) => SIGNS[part] ?? part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
    return new RegExp(`^${parts.join("")}$`, "s").test(name);
  });
}

const SIGNS: Readonly<Record<string, string>> = { "**": ".*", "*": "[^/]*" };
