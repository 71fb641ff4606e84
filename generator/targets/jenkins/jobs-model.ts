import { Bug } from "../../diagnostics/bug.ts";
import type { Model } from "../../model/model.ts";
import type { Team } from "../../model/platform.ts";
import type { Service, Stage } from "../../model/service.ts";
import { found } from "../model-lookup.ts";

export { expand, found } from "../model-lookup.ts";

/** A Jenkins job: its stages and its team. */
export interface Job {
  /** Absolute path: `/shop/shop-build`. */
  readonly path: string;
  readonly service: Service;
  readonly stages: readonly Stage[];
  readonly owner: string;
  /** `multibranch` only for the job with the source stage, if the service sets it. */
  readonly kind: "plain" | "multibranch";
}

/** A service's jobs, in the order of their first stages. */
export function jobsOf(service: Service): Job[] {
  const paths = [...new Set(service.stages.map((stage) => stage.job))];
  return paths.map((path) => {
    const stages = service.stages.filter((stage) => stage.job === path);
    const [first] = stages;
    if (first === undefined) throw new Bug(`job ${path} has no stage`);
    const multibranch = service.job === "multibranch" && stages.some((stage) => stage.kind === "source");
    return { path, service, stages, owner: first.owner, kind: multibranch ? "multibranch" : "plain" };
  });
}

/** Every job of the model. */
export function allJobs(model: Model): Job[] {
  return model.services.flatMap(jobsOf);
}

/** A stage of a service, by id. */
export function stageOf(service: Service, id: string): Stage {
  return found(
    service.stages.find((stage) => stage.id === id),
    `stage ${id} of ${service.name}`,
  );
}

/** A team, by name. */
export function teamOf(model: Model, name: string): Team {
  return found(
    model.teams.find((team) => team.name === name),
    `team ${name}`,
  );
}

/** Whether a team has a contact for failures. */
export function hasContact(model: Model, name: string): boolean {
  const { mail, webhook } = teamOf(model, name);
  return mail !== null || webhook !== null;
}

/** Whether a commit can reach the stage without manual starts. */
export function startsByItself({ reach }: Stage): boolean {
  return reach.branches.length > 0 || reach.tags.length > 0;
}

/** Whether a stage's job has other stages. */
export function sharesJob(service: Service, stage: Stage): boolean {
  return service.stages.filter(({ job }) => job === stage.job).length > 1;
}

/** Stages that use a stage's record or artifacts. */
export function takersOf(service: Service, id: string): Stage[] {
  return service.stages.filter(
    (stage) => stage.needs.includes(id) || (stage.kind === "image" && stage.artifactsFrom === id),
  );
}

/** All stages before a stage, in the order of the service. */
function stagesBefore(service: Service, stage: Stage): Stage[] {
  const ids = new Set(stage.needs);
  const before = [...service.stages].reverse().filter((it) => {
    if (ids.has(it.id)) for (const id of it.needs) ids.add(id);
    return ids.has(it.id);
  });
  return before.reverse();
}

/** The stages that answer for the facts of a stage's release. Empty if the stage takes its release from its own job. */
export function originsOf(service: Service, stage: Stage) {
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
function judgesOf(service: Service, stage: Stage): Stage[] {
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

/** Converts a path in the output folder to its path in the pipelines repository. */
export function inPipelines(model: Model, path: string): string {
  return model.pipelines.directory === "" ? path : `${model.pipelines.directory}/${path}`;
}
