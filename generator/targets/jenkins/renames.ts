import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { allJobs, type Job, jobsOf, stageOf } from "./jobs-model.ts";

/** Where a job was before its service, its first stage, or that stage's owner had today's name; the oldest first. */
export function previousPaths({ stages }: Job): readonly string[] {
  return stages[0]?.previousJobs ?? [];
}

/** What Job DSL looks for among all jobs' full names: it moves the one that fits, with its builds. */
export function previousPattern(job: Job): string | null {
  const names = previousPaths(job).map((path) => path.slice(1).replace(/[^\w/-]/g, (char) => `\\${char}`));
  return names.length === 0 ? null : names.join("|");
}

/** Names that the records which a stage takes may bear, of the service and of jobs, each with today's. */
export function renamedFor(service: Service, stage: Stage): Readonly<Record<string, string>> {
  const from = stage.kind === "image" && stage.artifactsFrom !== null ? [stage.artifactsFrom] : [];
  if (stage.needs.length === 0) return {};
  const taken = [...stage.needs, ...from].map((id) => stageOf(service, id).job);
  const jobs = jobsOf(service).filter(({ path }) => taken.includes(path));
  return Object.fromEntries([
    ...service.previousNames.map((before) => [before, service.name]),
    ...jobs.flatMap((job) => previousPaths(job).map((before) => [before, job.path])),
  ]);
}

/** Ids that stages bear in the records which one takes of them, by today's. */
export function previousIdsOf(service: Service, ids: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const stages = ids.map((id) => stageOf(service, id)).filter(({ previousIds }) => previousIds.length > 0);
  return Object.fromEntries(stages.map(({ id, previousIds }) => [id, previousIds]));
}

/** Jobs that were somewhere else, for whoever looks for their builds. */
export function renames(model: Model) {
  return allJobs(model).flatMap((job) => {
    const before = previousPaths(job);
    const how = job.kind === "multibranch" ? "an administrator, before the next seed run" : "the seed job";
    return before.length === 0 ? [] : [{ path: job.path, before, how }];
  });
}
