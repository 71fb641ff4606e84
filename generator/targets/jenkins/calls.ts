import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { found, hasContact, sharesJob, stageOf, takersOf } from "./jobs-model.ts";
import { previousIdsOf, renamedFor } from "./renames.ts";
import { type Arguments, given, unless, unlessStandard } from "./step-arguments.ts";
import { approveStage } from "./steps/approve-stage.ts";
import { type Call, condition, workCall } from "./work.ts";

/** What a stage does, in its job: the step also learns whose release it takes, and who else is there. */
export function transportedCall(model: Model, service: Service, stage: Stage): Call {
  const work = workCall(model, service, stage);
  const { service: name, stage: id, ...rest } = work.arguments;
  const archived =
    stage.kind === "image" && stage.artifactsFrom !== null ? stageOf(service, stage.artifactsFrom) : null;
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
    },
  };
}

/** The question before a stage; null where nobody is asked. */
export function approveCall(service: Service, stage: Stage): Arguments | null {
  const { approval } = stage;
  if (approval === null) return null;
  const timeout = unlessStandard(approval.timeout, approveStage, "timeout");
  const count = unlessStandard(approval.count, approveStage, "count");
  const { by, notAuthor, message } = approval;
  return {
    service: service.name,
    stage: stage.id,
    ...taken(service, stage),
    ...given({ when: condition(stage), by, count, notAuthor, message, timeout }),
  };
}

/** The question whether a release takes over that stands beside the one before; null where none does. */
export function promoteCall(model: Model, service: Service, stage: Stage): Arguments | null {
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
    ...given({ by: stage.approval?.by ?? approvers, agent: unless(stage.agent.label, model.site.agent.label) }),
  };
}

/** Where its record lies, and what it may be called there. */
function taken(service: Service, stage: Stage): Arguments {
  return { ...upstreamOf(service, stage), ...given({ renamed: renamedFor(service, stage) }) };
}

/** In another job, in several, or with a stage of its own. */
function upstreamOf(service: Service, stage: Stage): Arguments {
  const needed = stage.needs.map((id) => stageOf(service, id));
  const [first] = needed;
  if (first === undefined) return {};
  const before = given({ previousIds: previousIdsOf(service, stage.needs) });
  if (needed.some(({ job }) => job !== first.job)) {
    return { upstreams: Object.fromEntries(needed.map(({ id, job }) => [id, job])), ...before };
  }
  const after = sharesJob(service, first) ? { after: stage.needs, ...before } : {};
  return first.job === stage.job ? after : { upstream: first.job, ...after };
}

/** The team to tell of a stage's failure; null where it has no contact. */
export function notified(model: Model, stage: Stage): string | null {
  return hasContact(model, stage.owner) ? stage.owner : null;
}
