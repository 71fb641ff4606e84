import type { Rule } from "../rehearse/index.ts";
import type { JenkinsService, JenkinsStage } from "../targets/jenkins/jenkins-model.ts";
import { jobsOf } from "../targets/jenkins/jobs-model.ts";
import type { RehearsalRequest } from "./request.ts";

/** What a rehearsal runs. */
export interface Plan {
  readonly service: JenkinsService;
  /** The stages that run. */
  readonly stages: readonly JenkinsStage[];
  /** The folder that stands for the application's repository in a dry rehearsal; null if the repository is served. */
  readonly checkout: string | null;
}

/** The stages from the first one of a request to its last one, in order. */
export function stagesOf(
  service: JenkinsService,
  { from, until }: Pick<RehearsalRequest, "from" | "until">,
): readonly JenkinsStage[] {
  const needed = until === null ? service.stages : ancestors(service, until);
  if (from === null) return needed;
  const before = ancestors(service, from).filter(({ id }) => id !== from);
  const sameJob = needed.find(({ id }) => id === from)?.job;
  return needed.filter((stage) => !before.includes(stage) || stage.job === sameJob);
}

/** A stage and the stages before it, in order. */
export function ancestors(service: JenkinsService, id: string): readonly JenkinsStage[] {
  const wanted = new Set([id]);
  for (const stage of [...service.stages].reverse())
    if (wanted.has(stage.id)) for (const need of stage.needs) wanted.add(need);
  return service.stages.filter((stage) => wanted.has(stage.id));
}

/** Rules that stop the path of promotion behind the last stage of a request. */
export function stopRules(service: JenkinsService, stages: readonly JenkinsStage[]): readonly Rule[] {
  const jobs = new Set(stages.map(({ job }) => job));
  const others = jobsOf(service).filter(({ path }) => !jobs.has(path));
  return others.map(({ path }) => ({ id: "stop", step: "build", arguments: { job: path }, value: null }));
}
