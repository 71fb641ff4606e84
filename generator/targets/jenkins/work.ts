import type { PlatformModel } from "../../model/model.ts";
import type { Agent } from "../../model/platform.ts";
import type {
  CustomStage,
  DeployStage,
  Hook,
  ImageStage,
  Secret,
  Service,
  ServiceContainer,
  SourceBuild,
  SourceStage,
  Stage,
} from "../../model/service.ts";
import { scheduleOf } from "../../model/stages.ts";
import { versionRules } from "../shared/version-rules.ts";
import { found } from "./jobs-model.ts";
import { reportArguments, sonarArgument } from "./report-arguments.ts";
import { sparseLines } from "./sparse-lines.ts";
import { type Arguments, given, unless, unlessStandard } from "./step-arguments.ts";
import { buildImage } from "./steps/build-image.ts";
import { buildSource } from "./steps/build-source.ts";
import { customStage } from "./steps/custom-stage.ts";
import { serviceContainer as containerParameters } from "./steps/step.ts";

/** A step of the library with the arguments from a Jenkinsfile. */
export interface Call {
  readonly step: string;
  readonly arguments: Arguments;
  /** Arguments that are variables of the Jenkinsfile. */
  readonly variables: Readonly<Record<string, readonly string[]>>;
  /** The site's own step, called in the block of the call; null for none. */
  readonly block: { readonly step: string; readonly arguments: Arguments } | null;
}

/** The step call of a stage; the same in every topology. */
export function workCall(model: PlatformModel, service: Service, stage: Stage): Call {
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

function sourceArguments(model: PlatformModel, service: Service, stage: SourceStage): Arguments {
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, buildSource, "stage"),
    git: service.git,
    credentials: service.credentials,
    ...checkoutArguments(service),
    depth: service.checkout.depth,
    keepFiles: !service.checkout.clean,
    branch: unlessStandard(service.branch, buildSource, "branch"),
    version: service.version,
    versions: versionRules(service),
    versionFile: service.versionFile,
    ...buildArguments(stage, stage),
    also: stage.also.map((build) => buildArguments(build, stage)),
    secrets: stage.secrets.map(binding),
    sonar: sonarArgument(stage.sonar, false),
    services: stage.services.map(serviceContainer),
    parameters: service.parameters.map(({ name }) => name),
    ...hooks(stage),
    paths: [...new Set(service.stages.flatMap(({ when }) => when?.paths ?? []))],
    timer: scheduleOf(service) !== null,
    author: service.stages.some(({ approval }) => approval?.notAuthor),
    ...placeArguments(stage, model.site.agents.builds),
    ...limits(stage),
  });
}

function buildArguments(build: SourceBuild, stage: SourceStage): Arguments {
  return given({
    tool: build.tool,
    jdk: build.jdk,
    toolImage: build.toolImage,
    command: build.command,
    arguments: build.arguments,
    directory: unlessStandard(build.directory, buildSource, "directory"),
    environment: build.environment,
    artifacts: build.artifacts,
    ...reportArguments(build, stage),
    cache: build.cache,
  });
}

function imageArguments(model: PlatformModel, service: Service, stage: ImageStage): Arguments {
  const engine = found(
    model.engines.find(({ name }) => name === stage.engine),
    `engine ${stage.engine}`,
  );
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, buildImage, "stage"),
    git: service.git,
    credentials: service.credentials,
    ...checkoutArguments(service),
    engine: stage.engine,
    registry: stage.registry,
    image: stage.image,
    command: stage.command,
    digestFrom: stage.digestFrom,
    dockerfile: unlessStandard(stage.dockerfile, buildImage, "dockerfile"),
    context: unlessStandard(stage.context, buildImage, "context"),
    paths: stage.paths,
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
    provenance: stage.provenance,
    ...hooks(stage),
    // The engine defines its own pod.
    agent: engine.agent.pods === null ? unless(stage.agent.label, engine.agent.label) : null,
    ...limits(stage),
  });
}

function deployArguments(model: PlatformModel, service: Service, stage: DeployStage): Arguments {
  return given({
    service: service.name,
    stage: unless(stage.id, stage.environment),
    git: service.git,
    credentials: service.credentials,
    ...checkoutArguments(service),
    environment: stage.environment,
    when: condition(stage),
    owner: stage.owner,
    ...hooks(stage),
    ...placeArguments(stage, model.site.agents.delivery),
    ...limits(stage),
  });
}

function customArguments(model: PlatformModel, service: Service, stage: CustomStage): Arguments {
  return given({
    service: service.name,
    stage: unlessStandard(stage.id, customStage, "stage"),
    git: service.git,
    credentials: service.credentials,
    ...checkoutArguments(service),
    artifacts: stage.artifactsFrom !== null,
    command: stage.command,
    shell: unlessStandard(stage.shell, customStage, "shell"),
    onFailure: stage.onFailure,
    always: stage.always,
    allowFailure: stage.allowFailure,
    toolImage: stage.toolImage,
    directory: unlessStandard(stage.directory, customStage, "directory"),
    environment: stage.environment,
    secrets: stage.secrets.map(binding),
    services: stage.services.map(serviceContainer),
    ...reportArguments(stage, stage),
    sonar: sonarArgument(stage.sonar, stage.allowFailure),
    when: condition(stage),
    ...hooks(stage),
    ...placeArguments(stage, model.site.agents.builds),
    ...limits(stage),
  });
}

function limits({ retries, timeout, waitTimeout }: Stage): Arguments {
  return { retries, timeout, waitTimeout: unlessStandard(waitTimeout, buildSource, "waitTimeout") };
}

/** The names of the variables are those of the directive `environment` of declarative pipelines. */
function binding({ variable, kind, id }: Secret): Arguments {
  if (kind === "usernamePassword") return { kind, id, user: `${variable}_USR`, password: `${variable}_PSW` };
  if (kind === "sshUserPrivateKey") return { kind, id, key: variable, user: `${variable}_USR` };
  return { kind, id, variable };
}

/** The label of the agent if it is not the site's, or the pod. */
function placeArguments({ agent: { label, pod } }: Stage, site: Agent): Arguments {
  return pod === null ? { agent: unless(label, site.label) } : { pod: given({ ...pod }) };
}

function serviceContainer(it: ServiceContainer): Arguments {
  const standard = containerParameters.find(({ name }) => name === "startTimeout")?.default;
  const startTimeout = it.startTimeout === standard ? null : it.startTimeout;
  // Zero is the user root, and no default.
  return { ...given({ ...it, startTimeout, user: null }), ...(it.user === null ? {} : { user: it.user }) };
}

function checkoutArguments({ checkout }: Service): Arguments {
  const { submodules, lfs } = checkout;
  return { submodules, lfs, sparse: sparseLines(checkout) };
}

function hooks({ before, after }: Stage): Arguments {
  const views = (list: readonly Hook[]) => list.map((hook) => given({ ...hook }));
  return { callBefore: views(before), callAfter: views(after) };
}

/** The condition as an argument of a step; null for none. */
export function condition({ when }: Stage): Arguments | null {
  if (when === null) return null;
  const { cron, ...patterns } = when;
  return given({ ...patterns, timer: cron !== null });
}
