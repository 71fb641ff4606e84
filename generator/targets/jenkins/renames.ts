import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { allJobs, type Job, jobsOf, stageOf, teamOf } from "./jobs-model.ts";

/** Where a job was before its service, or its team's folder, had today's name; the oldest first. */
export function previousPaths(model: Model, job: Job): string[] {
  const { folder, previousFolders } = teamOf(model, job.owner);
  const { name, previousNames } = job.service;
  const rest = job.path.slice(`/${folder}/${name}`.length);
  const folders = [...previousFolders, folder];
  const paths = [...previousNames, name].flatMap((before) => folders.map((it) => `/${it}/${before}${rest}`));
  return paths.filter((path) => path !== job.path);
}

/** What Job DSL looks for among all jobs' full names: it moves the one that fits, with its builds. */
export function previousPattern(model: Model, job: Job): string | null {
  const names = previousPaths(model, job).map((path) => path.slice(1).replace(/[^\w/-]/g, (char) => `\\${char}`));
  return names.length === 0 ? null : names.join("|");
}

/** Names that the records which a stage takes may bear, of the service and of jobs, each with today's. */
export function renamedFor(model: Model, service: Service, stage: Stage): Readonly<Record<string, string>> {
  const from = stage.kind === "image" && stage.artifactsFrom !== null ? [stage.artifactsFrom] : [];
  if (stage.needs.length === 0) return {};
  const taken = [...stage.needs, ...from].map((id) => stageOf(service, id).job);
  const jobs = jobsOf(service).filter(({ path }) => taken.includes(path));
  return Object.fromEntries([
    ...service.previousNames.map((before) => [before, service.name]),
    ...jobs.flatMap((job) => previousPaths(model, job).map((before) => [before, job.path])),
  ]);
}

/** Jobs that were somewhere else, for whoever looks for their builds. */
export function renames(model: Model) {
  return allJobs(model).flatMap((job) => {
    const before = previousPaths(model, job);
    const how = job.kind === "multibranch" ? "an administrator, before the next seed run" : "the seed job";
    return before.length === 0 ? [] : [{ path: job.path, before, how }];
  });
}
