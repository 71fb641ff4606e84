import { Bug } from "../../diagnostics/bug.ts";
import { stagesByJob } from "../../model/stages.ts";
import { found, teamOf } from "../model-lookup.ts";
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
export function allJobs(model: JenkinsModel): Job[] {
  return model.services.flatMap(jobsOf);
}

/** A stage of a service, by id. */
export function stageOf(service: JenkinsService, id: string): JenkinsStage {
  return found(
    service.stages.find((stage) => stage.id === id),
    `stage ${id} of ${service.name}`,
  );
}

/** Whether a team has a contact for failures. */
export function hasContact(model: JenkinsModel, name: string): boolean {
  const { mail, webhook } = teamOf(model, name);
  return mail !== null || webhook !== null;
}

/** Whether a stage's job has other stages. */
export function sharesJob(service: JenkinsService, stage: JenkinsStage): boolean {
  return service.stages.filter(({ job }) => job === stage.job).length > 1;
}

/** Stages that use a stage's record or artifacts. */
export function takersOf(service: JenkinsService, id: string): JenkinsStage[] {
  return service.stages.filter(
    (stage) => stage.needs.includes(id) || (stage.kind === "image" && stage.artifactsFrom === id),
  );
}

/** Jobs that copy a stage's record or artifacts, without duplicates. Includes its own job if a single stage can run on an earlier build. */
export function consumersOf(job: Job): string[] {
  const takers = job.stages.flatMap((stage) => takersOf(job.service, stage.id)).map((stage) => stage.job);
  return [...new Set([...takers.filter((path) => path !== job.path), ...takers])];
}

/** The folders that contain a job, outermost first: `a`, `a/b`. */
export function foldersOf(job: Job): string[] {
  const parts = job.path.split("/").slice(1, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join("/"));
}
