import type { Model } from "../../model/model.ts";
import type { DeployStage, ImageStage, Service, SourceStage, Stage } from "../../model/service.ts";
import { found, hasContact, stageOf, startedBy, takersOf } from "./jobs-model.ts";
import { buildImage } from "./steps/build-image.ts";
import { buildSource } from "./steps/build-source.ts";
import type { Step } from "./steps/step.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** A step of the library with the arguments that a Jenkinsfile hands it. */
export interface Call {
  readonly step: string;
  readonly arguments: Arguments;
}

/** What a stage does: the same in every topology, but that only stages of one job take from each other by a stash. */
export function workCall(model: Model, service: Service, stage: Stage): Call {
  switch (stage.kind) {
    case "source":
      return { step: "buildSource", arguments: sourceArguments(model, service, stage) };
    case "image":
      return { step: "buildImage", arguments: imageArguments(model, service, stage) };
    case "deploy":
      return { step: "deployRelease", arguments: deployArguments(model, service, stage) };
  }
}

/** The same step in a job of its own: it also learns which job's release it takes. */
export function transportedCall(model: Model, service: Service, stage: Stage): Call {
  const work = workCall(model, service, stage);
  if (stage.upstream === null) return work;
  const { service: name, ...rest } = work.arguments;
  const upstream = stageOf(service, stage.upstream).job;
  const archived = stage.kind === "image" ? stage.artifactsFrom : null;
  const from = archived === null ? {} : { artifactsFrom: stageOf(service, archived).job };
  return { ...work, arguments: { service: name, upstream, ...rest, ...from } };
}

/** The jobs that a stage's end starts, with the commits that go so far. */
export function startCalls(service: Service, stage: Stage): Arguments[] {
  return startedBy(service, stage).map(({ job, reach }) => given({ job, branches: reach.branches, tags: reach.tags }));
}

/** The team to tell of a stage's failure; null where it has no contact. */
export function notified(model: Model, stage: Stage): string | null {
  return hasContact(model, stage.owner) ? stage.owner : null;
}

function sourceArguments(model: Model, service: Service, stage: SourceStage): Arguments {
  return given({
    service: service.name,
    git: service.git,
    credentials: service.credentials,
    branch: unlessStandard(service.branch, buildSource, "branch"),
    version: service.version,
    tool: stage.tool,
    jdk: stage.jdk,
    toolImage: stage.toolImage,
    command: stage.command,
    arguments: stage.arguments,
    directory: unlessStandard(stage.directory, buildSource, "directory"),
    environment: stage.environment,
    artifacts: stage.artifacts,
    tests: stage.tests,
    cache: stage.cache,
    agent: unless(stage.agent.label, model.site.agent.label),
    retries: stage.retries,
    stash: isTakenHere(service, stage),
  });
}

function imageArguments(model: Model, service: Service, stage: ImageStage): Arguments {
  const engine = found(
    model.engines.find(({ name }) => name === stage.engine),
    `engine ${stage.engine}`,
  );
  return given({
    service: service.name,
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
    agent: unless(stage.agent.label, engine.agent.label),
    retries: stage.retries,
    stash: isTakenHere(service, stage),
  });
}

function deployArguments(model: Model, service: Service, stage: DeployStage): Arguments {
  return given({
    service: service.name,
    git: service.git,
    credentials: service.credentials,
    environment: stage.environment,
    owner: stage.owner,
    agent: unless(stage.agent.label, model.site.agent.label),
    retries: stage.retries,
    stash: isTakenHere(service, stage),
  });
}

/** Whether another stage of the same job takes what this one leaves. */
function isTakenHere(service: Service, { id, job }: Stage): boolean {
  return takersOf(service, id).some((taker) => taker.job === job);
}

/** Null where the site says the same. */
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
function given(values: Record<string, unknown>): Arguments {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
