import { Bug } from "../../diagnostics/bug.ts";
import type { PlatformModel } from "../../model/model.ts";
import type { TeamEvent } from "../../model/platform.ts";
import { artifactsOf, stagesByJob } from "../../model/stages.ts";
import { found, onceFor, teamOf } from "../model-lookup.ts";
import type { JenkinsModel, JenkinsService, JenkinsStage } from "./jenkins-model.ts";

export { expand } from "../../model/pattern.ts";
export { found, teamOf } from "../model-lookup.ts";

/** A Jenkins job: its stages and its team. */
export interface Job {
  /** Absolute path: `/shop/shop-build`. */
  readonly path: string;
  readonly service: JenkinsService;
  readonly stages: readonly JenkinsStage[];
  readonly owner: string;
  /** `multibranch` only for the job with the source stage, if the service sets it. */
  readonly kind: "plain" | "multibranch";
}

/** A service's jobs, in the order of their first stages. */
export function jobsOf(service: JenkinsService): Job[] {
  return stagesByJob(service.stages).map((stages) => {
    const [first] = stages;
    if (first === undefined) throw new Bug(`a job of ${service.name} has no stage`);
    const multibranch = service.job === "multibranch" && stages.some((stage) => stage.kind === "source");
    return { path: first.job, service, stages, owner: first.owner, kind: multibranch ? "multibranch" : "plain" };
  });
}

/** Every job of the model. */
export const allJobs = onceFor((model: JenkinsModel): readonly Job[] => model.services.flatMap(jobsOf));

/** A stage of a service, by id. */
export function stageOf(service: JenkinsService, id: string): JenkinsStage {
  return found(
    service.stages.find((stage) => stage.id === id),
    `stage ${id} of ${service.name}`,
  );
}

/** Whether a team is notified of one of these events. */
export function isNotified(model: PlatformModel, name: string, events: readonly TeamEvent[]): boolean {
  const { mail, webhook, notifications } = teamOf(model, name);
  return (mail !== null || webhook !== null) && events.some((it) => notifications.includes(it));
}

/** Whether a stage's job has other stages. */
export function sharesJob(service: JenkinsService, stage: JenkinsStage): boolean {
  return service.stages.filter(({ job }) => job === stage.job).length > 1;
}

/** Stages that use a stage's record or artifacts. */
export function takersOf(service: JenkinsService, id: string): JenkinsStage[] {
  return service.stages.filter((stage) => stage.needs.includes(id) || artifactsOf(stage) === id);
}

/** All stages before a stage, in the order of the service. */
function stagesBefore(service: JenkinsService, stage: JenkinsStage): JenkinsStage[] {
  const ids = new Set(stage.needs);
  const before = [...service.stages].reverse().filter((it) => {
    if (ids.has(it.id)) for (const id of it.needs) ids.add(id);
    return ids.has(it.id);
  });
  return before.reverse();
}

/** The stages that answer for the facts of a stage's release. Empty if the stage takes its release from its own job. */
export function originsOf(service: JenkinsService, stage: JenkinsStage) {
  const own = stage.needs.every((id) => stageOf(service, id).job === stage.job);
  const before = own ? [] : stagesBefore(service, stage);
  return {
    sources: before.filter(({ kind }) => kind === "source"),
    images: before.filter((it) => it.kind === "image"),
  };
}

/** Jobs that copy a stage's record or artifacts, without duplicates. Includes its own job if a single stage can run on an earlier build. */
export function consumersOf(job: Job): string[] {
  const takers = job.stages
    .flatMap((stage) => [...takersOf(job.service, stage.id), ...judgesOf(job.service, stage)])
    .map((stage) => stage.job);
  return [...new Set([...takers.filter((path) => path !== job.path), ...takers])];
}

/** Stages of other jobs that read the facts for which a stage answers. */
function judgesOf(service: JenkinsService, stage: JenkinsStage): JenkinsStage[] {
  return service.stages.filter((it) => {
    const { sources, images } = originsOf(service, it);
    return it.job !== stage.job && [...sources, ...images].includes(stage);
  });
}

/** The folders that contain a job, outermost first: `a`, `a/b`. */
export function foldersOf(job: Job): string[] {
  const parts = job.path.split("/").slice(1, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
}
