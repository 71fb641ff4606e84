import { artifactsOf } from "../../model/stages.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { type Job, jobsOf, originsOf, stageOf } from "./jobs-model.ts";

/** Former paths of a job, oldest first: its service, first stage or the stage's owner may have been renamed. */
export function previousPaths({ stages }: Job): readonly string[] {
  return stages[0]?.previousJobs ?? [];
}

/** A pattern for Job DSL, which renames the job with a matching full name and keeps its builds. */
export function previousPattern(job: Job): string | null {
  const names = previousPaths(job).map((path) => path.slice(1).replace(/[^\w/-]/g, (char) => `\\${char}`));
  return names.length === 0 ? null : names.join("|");
}

/** Former names of the service and of jobs in the records that a stage uses, each with the current name. */
export function renamedFor(service: JenkinsService, stage: JenkinsStage): Readonly<Record<string, string>> {
  if (stage.needs.length === 0) return {};
  const from = artifactsOf(stage);
  const { sources, images } = originsOf(service, stage);
  const origins = [...sources, ...images].map(({ id }) => id);
  const taken = [...stage.needs, ...(from === null ? [] : [from]), ...origins].map((id) => stageOf(service, id).job);
  const jobs = jobsOf(service).filter(({ path }) => taken.includes(path));
  return Object.fromEntries([
    ...service.previousNames.map((before) => [before, service.name]),
    ...jobs.flatMap((job) => previousPaths(job).map((before) => [before, job.path])),
  ]);
}

/** Former IDs of the stages whose records a stage uses, by current ID. */
export function previousIdsOf(
  service: JenkinsService,
  ids: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const stages = ids.map((id) => stageOf(service, id)).filter(({ previousIds }) => previousIds.length > 0);
  return Object.fromEntries(stages.map(({ id, previousIds }) => [id, previousIds]));
}
