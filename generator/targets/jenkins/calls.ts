import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type {
  CustomStage,
  DeployStage,
  Hook,
  ImageStage,
  Service,
  SourceBuild,
  SourceStage,
  Stage,
} from "../../model/service.ts";
import { found, hasContact, sharesJob, stageOf, takersOf } from "./jobs-model.ts";
import { previousIdsOf, renamedFor } from "./renames.ts";
import { approveStage } from "./steps/approve-stage.ts";
import { buildImage } from "./steps/build-image.ts";
import { buildSource } from "./steps/build-source.ts";
import { customStage } from "./steps/custom-stage.ts";
import type { Step } from "./steps/step.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** A step of the library with the arguments that a Jenkinsfile hands it. */
export interface Call {
  readonly step: string;
  readonly arguments: Arguments;
  /** Variables of the Jenkinsfile, by the argument that is given them. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  /** The site's own step, called in a block behind the call; null for none. */
  readonly block: { readonly step: string; readonly arguments: Arguments } | null;
}

/** What a stage does: the same in every topology. */
export function workCall(model: Model, service: Service, stage: Stage): Call {
  switch (stage.kind) {
    case "source":
      return callOf("buildSource", sourceArguments(model, service, stage));
    case "image":
      return callOf("buildImage", imageArguments(model, service, stage));
    case "deploy":
      return callOf("deployRelease", deployArguments(model, service, stage));
    case "custom": {
      const block = stage.step === null ? null : { step: stage.step, arguments: stage.arguments };
      return { ...callOf("customStage", customArguments(model, service, stage)), block };
    }
  }
}

function callOf(step: string, values: Arguments): Call {
  return { step, arguments: values, variables: {}, block: null };
}

/** The same step in its job: it also learns whose release it takes, and who else is there. */
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

function sourceArguments(model: Model, service: Service, stage: SourceStage): Arguments {
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, buildSource, "stage"),
    git: service.git,
    credentials: service.credentials,
    branch: unlessStandard(service.branch, buildSource, "branch"),
    version: service.version,
    ...buildArguments(stage),
    also: stage.also.map(buildArguments),
    parameters: service.parameters.map(({ name }) => name),
    ...hooks(stage),
    paths: [...new Set(service.stages.flatMap(({ when }) => when?.paths ?? []))],
    author: service.stages.some(({ approval }) => approval?.notAuthor),
    agent: unless(stage.agent.label, model.site.agent.label),
    retries: stage.retries,
  });
}

function buildArguments(build: SourceBuild): Arguments {
  return given({
    tool: build.tool,
    jdk: build.jdk,
    toolImage: build.toolImage,
    command: build.command,
    arguments: build.arguments,
    directory: unlessStandard(build.directory, buildSource, "directory"),
    environment: build.environment,
    artifacts: build.artifacts,
    tests: build.tests,
    cache: build.cache,
  });
}

function imageArguments(model: Model, service: Service, stage: ImageStage): Arguments {
  const engine = found(
    model.engines.find(({ name }) => name === stage.engine),
    `engine ${stage.engine}`,
  );
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, buildImage, "stage"),
    git: service.git,
    credentials: service.credentials,
    engine: stage.engine,
    registry: stage.registry,
    image: stage.image,
    dockerfile: unlessStandard(stage.dockerfile, buildImage, "dockerfile"),
    context: unlessStandard(stage.context, buildImage, "context"),
    target: stage.target,
    base: stage.base?.image ?? null,
    baseArgument: stage.base?.argument ?? null,
    baseRegistry: stage.base?.registry ?? null,
    buildArguments: stage.buildArguments,
    secrets: stage.secrets,
    cache: stage.cache,
    labels: stage.labels,
    tags: stage.tags,
    movingTags: stage.movingTags,
    artifacts: stage.artifactsFrom !== null,
    platforms: stage.platforms,
    scan: stage.scan,
    sbom: stage.sbom,
    sign: stage.sign,
    ...hooks(stage),
    // A pod is the engine's own.
    agent: engine.agent.pods === null ? unless(stage.agent.label, engine.agent.label) : null,
    retries: stage.retries,
  });
}

function deployArguments(model: Model, service: Service, stage: DeployStage): Arguments {
  return given({
    service: service.name,
    stage: unless(stage.id, stage.environment),
    git: service.git,
    credentials: service.credentials,
    environment: stage.environment,
    when: condition(stage),
    owner: stage.owner,
    ...hooks(stage),
    agent: unless(stage.agent.label, model.site.agent.label),
    retries: stage.retries,
  });
}

function customArguments(model: Model, service: Service, stage: CustomStage): Arguments {
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, customStage, "stage"),
    git: service.git,
    credentials: service.credentials,
    command: stage.command,
    toolImage: stage.toolImage,
    directory: unlessStandard(stage.directory, customStage, "directory"),
    environment: stage.environment,
    tests: stage.tests,
    when: condition(stage),
    ...hooks(stage),
    agent: unless(stage.agent.label, model.site.agent.label),
    retries: stage.retries,
  });
}

function hooks({ before, after }: Stage): Arguments {
  const views = (list: readonly Hook[]) => list.map((hook) => given({ ...hook }));
  return { callBefore: views(before), callAfter: views(after) };
}

function condition({ when }: Stage): Arguments | null {
  return when === null ? null : given({ ...when });
}

/** Null where the other says the same. */
function unless(value: string, standard: string): string | null {
  return value === standard ? null : value;
}

/** Null where the step's own default says the same. */
export function unlessStandard<T>(value: T, { parameters }: Step, name: string): T | null {
  const parameter = found(
    parameters.find((it) => it.name === name),
    `parameter ${name}`,
  );
  return value === parameter.default ? null : value;
}

/** Leaves out what says nothing: null, false, zero, empty lists and maps. Their defaults in the library are the same. */
export function given(values: Record<string, unknown>): Arguments {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
