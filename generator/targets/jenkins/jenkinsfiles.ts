import type { Model } from "../../model/model.ts";
import type { Reach, Service, Stage } from "../../model/service.ts";
import type { PlannedFile } from "../target.ts";
import { notified, startCalls, transportedCall, unlessStandard, workCall } from "./calls.ts";
import { consumersOf, type Job, jobsOf } from "./jobs-model.ts";
import { reachesStage, sourcePipeline } from "./steps/flow.ts";

/** Plans the Jenkinsfile of each job: one for a stage, or one for all stages of a service. */
export function planJenkinsfiles(model: Model): PlannedFile[] {
  return model.services.flatMap((service) =>
    jobsOf(service).map((job) => {
      const [template, view] = viewFile(model, job);
      return {
        path: job.file,
        template: `jenkins/jenkinsfile/${template}.hbs`,
        shard: `${job.owner}/${service.name}`,
        view: { ...viewHeader(model, job), ...view },
      };
    }),
  );
}

function viewFile(model: Model, job: Job): [string, Readonly<Record<string, unknown>>] {
  const [stage] = job.stages;
  if (job.service.topology === "combined" || stage === undefined)
    return ["combined.Jenkinsfile", viewCombined(model, job)];
  if (job.kind === "multibranch") return ["source.Jenkinsfile", viewSource(model, job, stage)];
  return ["stage.Jenkinsfile", viewStage(model, job, stage)];
}

function viewHeader(model: Model, job: Job) {
  const ids = job.stages.map((stage) => stage.id);
  return {
    service: job.service.name,
    stageIds: ids.join(", "),
    plural: ids.length > 1,
    owner: job.owner,
    specFile: job.service.specFile,
    key: ids.length > 1 ? "stages" : `stages.${ids.join()}`,
    library: `${model.library.name}@${job.service.pin}`,
    application: job.kind === "multibranch" ? job.service.git : null,
  };
}

function viewStage(model: Model, { service }: Job, stage: Stage) {
  return {
    id: stage.id,
    timeout: stage.timeout,
    work: transportedCall(model, service, stage),
    starts: startCalls(service, stage).map(viewStart),
    notify: notified(model, stage),
  };
}

/** `release` is a variable of the Jenkinsfile, all else are literals. */
function viewStart({ job, ...rest }: Readonly<Record<string, unknown>>) {
  return { job, rest };
}

/** One call, since the file lies in the application's repository: whatever it does is the library's. */
function viewSource(model: Model, job: Job, stage: Stage) {
  const start = startCalls(job.service, stage);
  const { cron } = job.service.triggers;
  return {
    arguments: {
      ...workCall(model, job.service, stage).arguments,
      timeout: stage.timeout,
      ...(start.length > 0 ? { start } : {}),
      ...(consumersOf(job).length > 0 ? { consumers: consumersOf(job) } : {}),
      ...keptOtherwise(model),
      ...(cron === null ? {} : { cron }),
      ...(notified(model, stage) === null ? {} : { notify: notified(model, stage) }),
    },
  };
}

/** How long builds are kept, where the step's own defaults say otherwise. */
function keptOtherwise({ site: { keep } }: Model) {
  const builds = unlessStandard(keep.builds, sourcePipeline, "keepBuilds");
  const days = unlessStandard(keep.days, sourcePipeline, "keepDays");
  return { ...(builds === null ? {} : { keepBuilds: builds }), ...(days === null ? {} : { keepDays: days }) };
}

function viewCombined(model: Model, { service, stages, kind }: Job) {
  return {
    // A plain job's properties are Job DSL's; a multibranch job's can only be written here.
    options: kind === "multibranch" ? { keep: model.site.keep, cron: service.triggers.cron } : null,
    stages: stages.map((stage) => ({
      id: stage.id,
      timeout: stage.timeout,
      when: stage.upstream === null ? null : viewReach(service, stage.reach),
      work: workCall(model, service, stage),
      notify: notified(model, stage),
    })),
  };
}

function viewReach(service: Service, { branches, tags, pullRequests }: Reach) {
  const branch = unlessStandard(service.branch, reachesStage, "branch");
  return {
    ...(branches.length > 0 ? { branches } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(pullRequests ? { pullRequests } : {}),
    ...(branch === null ? {} : { branch }),
  };
}
