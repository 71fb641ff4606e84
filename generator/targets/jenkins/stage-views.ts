import type { PlatformModel } from "../../model/model.ts";
import { scheduleOf } from "../../model/stages.ts";
import { approveCall, notified, promoteCall, transportedCall } from "./calls.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { consumersOf, type Job, sharesJob } from "./jobs-model.ts";
import { viewDefinition } from "./parameters.ts";
import { startsAfter } from "./starts.ts";
import { given, unlessStandard } from "./step-arguments.ts";
import { reachesStage } from "./steps/flow.ts";
import { stopsBefore } from "./unstable.ts";

/** The stages of a job (parallel if they are a group), and the variables that pass results between them. */
export function viewStages(model: PlatformModel, job: Job) {
  const { service, stages, kind } = job;
  const sections = stages
    .filter((stage) => stage === stages.find(({ parallel }) => parallel === stage.parallel) || stage.parallel === null)
    .map((stage) => viewSection(model, job, stage));
  const views = sections.flatMap((section) => section.stages);
  const starts = sections.some((it) => it.starts !== null) || views.some((it) => it.parts?.start || it.parts?.promote);
  const guarded = stages.some(({ approval }) => approval !== null);
  return {
    // Job DSL sets the properties of plain jobs; those of multibranch jobs must be in the Jenkinsfile.
    options:
      kind === "multibranch"
        ? {
            keep: model.site.keep,
            consumers: consumersOf(job)
              .filter((path) => path !== job.path)
              .join(","),
            cron: service.triggers.cron,
            nightly: service.triggers.cron === null ? scheduleOf(service) : null,
            branch: service.branch,
            parameters: service.parameters.map(viewDefinition),
          }
        : null,
    variables: [...(starts ? ["releases"] : []), ...(guarded ? ["approvals"] : [])],
    // Anyone with permission to build may restart from a stage, which would skip the earlier stages.
    guarded,
    // The owners of stages that failed hear when the job works again.
    notified: [...new Set(stages.map((stage) => notified(model, stage)).filter((it) => it !== null))],
    sections,
  };
}

function viewSection(model: PlatformModel, job: Job, first: JenkinsStage) {
  const { service, stages } = job;
  const group = first.parallel;
  if (group === null) return { group: null, starts: null, stages: [viewStage(model, job, first)] };
  const members = stages.filter(({ parallel }) => parallel === group);
  if (members.length === 1) return { group: null, starts: null, stages: [viewStage(model, job, first)] };
  const { calls } = startsAfter(service, members);
  const views = members.map((stage) => viewStage(model, job, stage));
  if (calls.length === 0) return { group, starts: null, stages: views };
  const result = ["releases", first.id];
  return {
    group,
    starts: { first: `run ${group}`, ...viewStart(job, first, `start after ${group}`, calls, result) },
    stages: views.map((view) => (view.id === first.id ? keptAs(view, result) : view)),
  };
}

/** A stage whose release other stages use. */
function keptAs(view: ReturnType<typeof viewStage>, result: readonly string[]): ReturnType<typeof viewStage> {
  const starts = view.starts.map((start) => ({ ...start, variables: { release: [...result] } }));
  return { ...view, result: [...result], local: false, starts };
}

/** A stage of a Jenkinsfile. It is split into parts if it waits for an approval or for other jobs. */
export function viewStage(model: PlatformModel, job: Job, stage: JenkinsStage) {
  const { service } = job;
  const { calls, waits } = startsAfter(service, [stage]);
  const asked = approveCall(model, service, stage);
  const result = ["releases", stage.id];
  const promote = viewPromotion(model, service, stage, result);
  const apart = waits || promote !== null;
  const start = apart && calls.length > 0 ? viewStart(job, stage, `start after ${stage.id}`, calls, result) : null;
  const local = !apart && calls.length > 0;
  return {
    id: stage.id,
    when: sharesJob(service, stage) ? viewReach(job, stage) : null,
    work: transportedCall(model, service, stage),
    result: apart ? result : local ? ["release"] : null,
    local,
    starts: local ? calls.map((call) => ({ ...call, variables: { release: ["release"] } })) : [],
    parts:
      apart || asked !== null ? { approve: viewApproval(stage, asked), name: `run ${stage.id}`, promote, start } : null,
    notify: notified(model, stage),
  };
}

/** The promotion of a paused release; null if the stage has none. */
function viewPromotion(model: PlatformModel, service: JenkinsService, stage: JenkinsStage, result: readonly string[]) {
  const asked = promoteCall(model, service, stage);
  return asked === null ? null : { name: `promote ${stage.id}`, arguments: asked, variables: { release: result } };
}

function viewApproval({ id }: JenkinsStage, asked: ReturnType<typeof approveCall>) {
  return asked === null ? null : { name: `approve ${id}`, result: ["approvals", id], arguments: asked };
}

function viewStart(
  job: Job,
  stage: JenkinsStage,
  name: string,
  calls: ReturnType<typeof startsAfter>["calls"],
  result: readonly string[],
) {
  return {
    name,
    // A skipped stage has no release, so it starts no other stages.
    when: sharesJob(job.service, stage) ? viewReach(job, stage) : null,
    calls: calls.map((call) => ({ ...call, variables: { release: result } })),
  };
}

function viewReach({ service, stages }: Job, stage: JenkinsStage) {
  const { id, reach, kind } = stage;
  const stops = given({ unlessUnstable: stopsBefore(service, stage) });
  const begins = stages.some((it) => it.kind === "source");
  if (!begins || kind === "source") return { stage: id, always: true, ...stops };
  const branch = unlessStandard(service.branch, reachesStage, "branch");
  return {
    stage: id,
    ...(reach.branches.length > 0 ? { branches: reach.branches } : {}),
    ...(reach.tags.length > 0 ? { tags: reach.tags } : {}),
    ...(reach.pullRequests ? { pullRequests: true } : {}),
    ...(branch === null ? {} : { branch }),
    ...stops,
  };
}
