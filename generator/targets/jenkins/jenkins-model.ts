import type { Model, PlatformModel } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { found, onceFor } from "../model-lookup.ts";
import { formerPaths, jobPath } from "./job-names.ts";

/** A stage with the job that runs it. */
export type JenkinsStage = Stage & {
  /** Absolute path of the stage's job: `/shop/shop-build`; stages of one job have the same path. */
  readonly job: string;
  /** Previous paths of that job, the oldest first. */
  readonly previousJobs: readonly string[];
};

export interface JenkinsService extends Omit<Service, "stages"> {
  readonly stages: readonly JenkinsStage[];
}

/** The model with the names that Jenkins adds. */
export interface JenkinsModel extends Omit<Model, "services"> {
  readonly services: readonly JenkinsService[];
}

/** Names the job of each stage. */
export const nameJobs = onceFor(
  (model: Model): JenkinsModel => ({
    ...model,
    services: model.services.map((service) => nameService(model, service)),
  }),
);

/** Names the jobs of a service. */
export function nameService(model: PlatformModel, service: Service): JenkinsService {
  const jobs = new Map(
    service.stages
      .filter(({ id, firstOfJob }) => id === firstOfJob)
      .map((first) => {
        const previousJobs = formerPaths(model, service, first).map(({ path }) => path);
        return [first.id, { job: jobPath(model, service, first), previousJobs }];
      }),
  );
  const jobOf = ({ firstOfJob }: Stage) => found(jobs.get(firstOfJob), `stage ${firstOfJob} of ${service.name}`);
  return { ...service, stages: service.stages.map((stage) => ({ ...stage, ...jobOf(stage) })) };
}
