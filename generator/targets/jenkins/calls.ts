import { handoffNamed } from "../../handoffs/index.ts";
import type { PlatformModel } from "../../model/model.ts";
import { artifactsOf } from "../../model/stages.ts";
import type { JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { found, isNotified, originsOf, sharesJob, stageOf, takersOf } from "./jobs-model.ts";
import { previousIdsOf, renamedFor } from "./renames.ts";
import { isAwaited } from "./starts.ts";
import { type Arguments, given, unless, unlessStandard } from "./step-arguments.ts";
import { approveStage } from "./steps/approve-stage.ts";
import { type Call, condition, workCall } from "./work.ts";

/** The step call of a stage, with the source of its release and the other stages of its job. */
export function transportedCall(model: PlatformModel, service: JenkinsService, stage: JenkinsStage): Call {
  const work = workCall(model, service, stage);
  const { service: name, stage: id, ...rest } = work.arguments;
  const from = artifactsOf(stage);
  const archived = from === null ? null : stageOf(service, from);
  return {
    ...work,
    variables: stage.approval === null ? {} : { approval: ["approvals", stage.id] },
    arguments: {
      service: name,
      ...(id === undefined ? {} : { stage: id }),
      ...taken(service, stage),
      ...(stage.approval === null ? {} : { guarded: true, approval: null }),
      ...rest,
      ...(archived === null || archived.job === stage.job ? {} : { artifactsFrom: archived.job }),
      ...(sharesJob(service, stage) && takersOf(service, stage.id).length > 0 ? { shared: true } : {}),
      ...(isDeployedElsewhere(service, stage) ? { deployed: true } : {}),
    },
  };
}

/** Whether another job deploys the image of a stage. */
function isDeployedElsewhere(service: JenkinsService, stage: JenkinsStage): boolean {
  const deploys = service.stages.filter(({ kind, job }) => kind === "deploy" && job !== stage.job);
  return deploys.some((deploy) => originsOf(service, deploy).images.some(({ id }) => id === stage.id));
}

/** The approval before a stage; null if there is none. */
export function approveCall(model: PlatformModel, service: JenkinsService, stage: JenkinsStage): Arguments | null {
  const { approval } = stage;
  if (approval === null) return null;
  const timeout = unlessStandard(approval.timeout, approveStage, "timeout");
  const count = unlessStandard(approval.count, approveStage, "count");
  const { by, notAuthor, message } = approval;
  return {
    service: service.name,
    stage: stage.id,
    ...taken(service, stage),
    ...given({ when: condition(stage), by, count, notAuthor, message, timeout, awaited: isAwaited(service, stage) }),
    ...(isNotified(model, stage.owner, ["approval"]) ? { notify: stage.owner } : {}),
  };
}

/** The promotion of a paused release; null if the stage has no promotion. */
export function promoteCall(model: PlatformModel, service: JenkinsService, stage: JenkinsStage): Arguments | null {
  if (stage.kind !== "deploy") return null;
  const environment = found(
    model.environments.find(({ name }) => name === stage.environment),
    `environment ${stage.environment}`,
  );
  if ((handoffNamed(environment.handoff)?.promotion?.(model, environment) ?? null) === null) return null;
  const approvers = model.teams.find(({ name }) => name === stage.owner)?.approvers ?? [];
  return {
    service: service.name,
    ...given({ stage: unless(stage.id, stage.environment) }),
    environment: stage.environment,
    owner: stage.owner,
    release: null,
    ...given({
      by: stage.approval?.by ?? approvers,
      agent: unless(stage.agent.label, model.site.agents.delivery.label),
    }),
  };
}

/** The location of its record, and the possible names there. */
function taken(service: JenkinsService, stage: JenkinsStage): Arguments {
  return {
    ...upstreamOf(service, stage),
    ...answering(service, stage),
    ...given({ renamed: renamedFor(service, stage) }),
  };
}

/** The jobs that answer for the facts of its release. */
function answering(service: JenkinsService, stage: JenkinsStage): Arguments {
  const { sources, images } = originsOf(service, stage);
  return given({
    source: Object.fromEntries(sources.map(({ id, job }) => [id, job])),
    images: Object.fromEntries(images.map(({ id, job, image }) => [id, { job, image }])),
  });
}

/** Whether the record is in another job, in several jobs, or in the same job. */
function upstreamOf(service: JenkinsService, stage: JenkinsStage): Arguments {
  const needed = stage.needs.map((id) => stageOf(service, id));
  const [first] = needed;
  if (first === undefined) return {};
  const { sources, images } = originsOf(service, stage);
  const ids = new Set([...stage.needs, ...[...sources, ...images].map(({ id }) => id)]);
  const before = given({ previousIds: previousIdsOf(service, [...ids]) });
  if (needed.some(({ job }) => job !== first.job)) {
    return { upstreams: Object.fromEntries(needed.map(({ id, job }) => [id, job])), ...before };
  }
  const after = sharesJob(service, first) ? { after: stage.needs, ...before } : {};
  return first.job === stage.job ? after : { upstream: first.job, ...before, ...after };
}

/** The team to notify of a stage's result; null if it is not notified of results. */
export function notified(model: PlatformModel, stage: JenkinsStage): string | null {
  return isNotified(model, stage.owner, ["failure", "unstable", "aborted", "recovery"]) ? stage.owner : null;
}
