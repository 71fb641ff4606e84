import type { PlatformModel } from "../../model/model.ts";
import type { Parameter } from "../../model/service.ts";
import { scheduleOf } from "../../model/stages.ts";
import type { PlannedFile } from "../target.ts";
import { notified } from "./calls.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { homeOf } from "./jenkinsfile-home.ts";
import { consumersOf, type Job, jobsOf } from "./jobs-model.ts";
import { defaultFirst } from "./parameters.ts";
import { viewStage, viewStages } from "./stage-views.ts";
import { startsAfter } from "./starts.ts";
import { unlessStandard } from "./step-arguments.ts";
import { sourcePipeline } from "./steps/flow.ts";
import { workCall } from "./work.ts";

/** Plans the Jenkinsfile of each job of a service, with one stage or with all stages that share the job. */
export function* planJenkinsfiles(model: PlatformModel, service: JenkinsService): Iterable<PlannedFile> {
  for (const job of jobsOf(service)) yield planJenkinsfile(model, job);
}

function planJenkinsfile(model: PlatformModel, job: Job): PlannedFile {
  const [template, view] = viewFile(model, job);
  return {
    path: homeOf(model, job).file,
    template: `jenkins/jenkinsfile/${template}.hbs`,
    shard: `${job.owner}/${job.service.name}`,
    view: { ...viewHeader(model, job), ...view },
  };
}

function viewFile(model: PlatformModel, job: Job): [string, Readonly<Record<string, unknown>>] {
  const [stage] = job.stages;
  if (job.service.topology === "combined" || stage === undefined || job.stages.length > 1)
    return ["stages.Jenkinsfile", viewStages(model, job)];
  if (job.kind === "multibranch") return ["source.Jenkinsfile", viewSource(model, job)];
  const view = viewStage(model, job, stage);
  return view.parts === null ? ["stage.Jenkinsfile", view] : ["stages.Jenkinsfile", viewStages(model, job)];
}

function viewHeader(model: PlatformModel, job: Job) {
  const ids = job.stages.map((stage) => stage.id);
  const home = homeOf(model, job);
  return {
    service: job.service.name,
    stageIds: ids.join(", "),
    plural: ids.length > 1,
    owner: job.owner,
    specFile: job.service.specFile,
    key: ids.length > 1 ? "stages" : `stages.${ids.join()}`,
    library: `${model.library.name}@${job.service.pin}`,
    application: home.of === "application" ? home.git : null,
    applicationPath: home.path,
    specs: home.of === "pipelines" ? null : model.pipelines.git,
  };
}

/** A single call, because the file is in the application's repository: the library decides what it does. */
function viewSource(model: PlatformModel, job: Job) {
  const [stage] = job.stages;
  if (stage === undefined) return {};
  const { calls } = startsAfter(job.service, [stage]);
  const of = (step: string) => calls.filter((it) => it.step === step).map((it) => it.arguments);
  const start = of("startStage").map(({ release, ...rest }) => rest);
  const groups = of("startGroup").map(({ release, ...rest }) => rest);
  const { cron } = job.service.triggers;
  const nightly = cron === null ? scheduleOf(job.service) : null;
  return {
    arguments: {
      ...sourceArguments(model, job.service, stage),
      ...(start.length > 0 ? { start } : {}),
      ...(groups.length > 0 ? { groups } : {}),
      ...(consumersOf(job).length > 0 ? { consumers: consumersOf(job) } : {}),
      ...keptOtherwise(model),
      ...(job.service.parameters.length > 0 ? { jobParameters: job.service.parameters.map(viewDefinition) } : {}),
      ...(cron === null ? {} : { cron }),
      ...(nightly === null ? {} : { nightly }),
      ...(notified(model, stage) === null ? {} : { notify: notified(model, stage) }),
    },
  };
}

/** The stage's work. The library reads the names of the job's parameters from their definitions. */
function sourceArguments(model: PlatformModel, service: JenkinsService, stage: JenkinsStage) {
  const { parameters: _names, ...rest } = workCall(model, service, stage).arguments;
  return rest;
}

/** A parameter of a branch job, without empty values. */
function viewDefinition({ name, kind, default: value, choices, description }: Parameter) {
  return {
    name,
    kind,
    ...(kind === "choice" ? { choices: defaultFirst(choices, value) } : value === "" ? {} : { default: value }),
    ...(description === "" ? {} : { description }),
  };
}

/** How long builds are kept, if this differs from the step's defaults. */
function keptOtherwise({ site: { keep } }: PlatformModel) {
  const builds = unlessStandard(keep.builds, sourcePipeline, "keepBuilds");
  const days = unlessStandard(keep.days, sourcePipeline, "keepDays");
  return { ...(builds === null ? {} : { keepBuilds: builds }), ...(days === null ? {} : { keepDays: days }) };
}
