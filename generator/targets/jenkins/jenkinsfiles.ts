import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { notified, unlessStandard, workCall } from "./calls.ts";
import { consumersOf, type Job, jobsOf } from "./jobs-model.ts";
import { viewStage, viewStages } from "./stage-views.ts";
import { startsAfter } from "./starts.ts";
import { sourcePipeline } from "./steps/flow.ts";

/** Plans the Jenkinsfile of each job: one for a stage, or one for all stages that share a job. */
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
  if (job.service.topology === "combined" || stage === undefined || job.stages.length > 1)
    return ["stages.Jenkinsfile", viewStages(model, job)];
  if (job.kind === "multibranch") return ["source.Jenkinsfile", viewSource(model, job)];
  const view = viewStage(model, job, stage);
  return view.parts === null ? ["stage.Jenkinsfile", view] : ["stages.Jenkinsfile", viewStages(model, job)];
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

/** One call, since the file lies in the application's repository: whatever it does is the library's. */
function viewSource(model: Model, job: Job) {
  const [stage] = job.stages;
  if (stage === undefined) return {};
  const { calls } = startsAfter(job.service, [stage]);
  const of = (step: string) => calls.filter((it) => it.step === step).map((it) => it.arguments);
  const start = of("startStage").map(({ release, ...rest }) => rest);
  const groups = of("startGroup").map(({ release, ...rest }) => rest);
  const { cron } = job.service.triggers;
  return {
    arguments: {
      ...workCall(model, job.service, stage).arguments,
      timeout: stage.timeout,
      ...(start.length > 0 ? { start } : {}),
      ...(groups.length > 0 ? { groups } : {}),
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
