import { engineNamed } from "../../engines/index.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import type {
  CustomStage,
  DeployStage,
  ImageStage,
  Service,
  SourceBuild,
  SourceStage,
  Stage,
} from "../../model/service.ts";
import { sourceToolNamed } from "../../source-tools/index.ts";
import { found } from "../model-lookup.ts";
import { buildEnvironment, pullLogin } from "./build-settings.ts";
import { freezeView, verifyView } from "./environment-view.ts";
import { type Phase, phasesOf, registryOf } from "./phases.ts";
import { versionRules } from "./version-rules.ts";

type Values = Readonly<Record<string, unknown>>;

/** The settings of a stage. A target passes them to its programs as JSON, so that no value of a spec becomes code. */
export function stageSettings(model: Model, service: Service, stage: Stage, inPods = false): Values {
  return {
    service: service.name,
    stage: stage.id,
    kind: stage.kind,
    git: service.git,
    reach: reachOf(service, stage),
    path: model.site.path.join(":"),
    phases: phaseSettingsOf(phasesOf(model, stage)),
    ...kindSettings(model, service, stage, inPods),
  };
}

/** The settings of scripts, by their names. */
export function phaseSettingsOf(phases: readonly Phase[]): Values {
  return Object.fromEntries(phases.map((phase) => [phase.id, phaseSettings(phase)]));
}

/** A script with the settings that it has; others stay out. */
function phaseSettings({ label, script, variables, folder, report, build }: Phase): Values {
  return {
    label,
    script,
    ...(build === null ? {} : { build }),
    ...(folder === "" ? {} : { folder }),
    ...(report === "" ? {} : { report }),
    ...(Object.keys(variables).length > 0 && { variables }),
  };
}

/** The commits on which a stage runs. A stage that a user starts runs after the stages that it needs. */
export function reachOf(service: Service, stage: Stage): Stage["reach"] {
  const { branches, tags } = stage.reach;
  if (stage.needs.length === 0 || branches.length + tags.length > 0) return stage.reach;
  const needed = service.stages.find(({ id }) => id === stage.needs[0]);
  return needed === undefined ? stage.reach : { ...reachOf(service, needed), pullRequests: false };
}

function kindSettings(model: Model, service: Service, stage: Stage, inPods: boolean): Values {
  switch (stage.kind) {
    case "source":
      return sourceSettings(model, service, stage);
    case "image":
      return imageSettings(model, stage, inPods);
    case "deploy":
      return deploySettings(model, stage);
    case "custom":
      return customSettings(model, stage);
  }
}

function sourceSettings(model: Model, service: Service, stage: SourceStage): Values {
  return {
    version: service.version,
    versions: versionRules(service),
    versionFile: service.versionFile ?? "",
    author: service.stages.some(({ approval }) => approval?.notAuthor),
    environment: buildEnvironment(model),
    builds: [stage, ...stage.also].map((build) => buildSettings(model, build)),
  };
}

function buildSettings({ site: { tools } }: Model, build: SourceBuild): Values {
  return {
    tool: build.tool,
    directory: build.directory,
    toolImage: build.toolImage ?? "",
    command: build.command ?? "",
    javaHome: build.jdk === null ? "" : (tools.jdks[build.jdk] ?? ""),
    arguments: build.arguments,
    environment: build.environment,
    artifacts: build.artifacts,
    tests: build.tests,
    cache: build.cache ?? "",
    // A build with the site's configuration of its tool must not read the home folder of other builds.
    privateHome: hasConfiguration(tools, build.tool),
  };
}

function hasConfiguration(tools: Model["site"]["tools"], tool: string): boolean {
  const configuration = sourceToolNamed(tool)?.configuration ?? null;
  return configuration !== null && (tools.source[tool]?.[configuration.setting] ?? null) !== null;
}

function customSettings(model: Model, stage: CustomStage): Values {
  const build = {
    ...{ tool: "command", directory: stage.directory, toolImage: stage.toolImage ?? "" },
    ...{ command: stage.command ?? "", javaHome: "", arguments: [], environment: stage.environment },
    ...{ artifacts: [], tests: stage.tests, cache: "", privateHome: false },
    ...(stage.onFailure !== null && { onFailure: stage.onFailure }),
    ...(stage.always !== null && { always: stage.always }),
  };
  const from = stage.artifactsFrom === null ? {} : { artifactsFrom: stage.artifactsFrom };
  return { ...from, environment: buildEnvironment(model), builds: [build] };
}

function imageSettings(model: Model, stage: ImageStage, inPods: boolean): Values {
  const engine = found(
    model.engines.find(({ name }) => name === stage.engine),
    `engine ${stage.engine}`,
  );
  const registry = registryOf(model, stage.registry);
  const base = pullLogin(model.registries, registryOf(model, stage.base?.registry ?? stage.registry));
  const image = stage.base?.image ?? "";
  const { registries, site } = model;
  return {
    image: stage.image,
    engine: stage.engine,
    base: image,
    baseArgument: stage.base?.argument ?? "",
    command: stage.command !== null,
    ...(stage.artifactsFrom !== null && { artifactsFrom: stage.artifactsFrom }),
    tags: stage.tags,
    movingTags: stage.movingTags,
    labels: stage.labels,
    buildArguments: stage.buildArguments,
    secrets: Object.keys(stage.secrets),
    ...(stage.provenance && { provenance: provenanceSettings(stage) }),
    variables: {
      ...engineNamed(engine.name)?.environment(engine.settings, inPods, site.proxy),
      IMAGE: `${registry.host}/${stage.image}`,
      REGISTRY: registry.host,
      REGISTRY_CREDENTIAL: registry.push ?? "",
      REGISTRY_INSECURE: String(registry.insecure),
      BASE_REGISTRY: base.host,
      BASE_CREDENTIAL: base.id ?? "",
      CACHE: stage.cache === null ? "" : `${registry.host}/${stage.cache}`,
      PLATFORMS: stage.platforms.join(","),
      BASE: image,
      CONTEXT: `app/${stage.context}`,
      DOCKERFILE: `app/${stage.dockerfile}`,
      COMMAND: stage.command ?? "",
      DIGEST_FROM: stage.digestFrom ?? "",
      TARGET: stage.target ?? "",
      HOSTS: "",
      INSECURE: registries.flatMap(({ insecure, host }) => (insecure ? [host] : [])).join(" "),
      MIRRORS: registries.flatMap(({ mirror, host }) => (mirror === null ? [] : [`${host}=${mirror}`])).join(" "),
    },
  };
}

function deploySettings(model: Model, stage: DeployStage): Values {
  const environment = found(
    model.environments.find(({ name }) => name === stage.environment),
    `environment ${stage.environment}`,
  );
  const handoff = handoffNamed(environment.handoff);
  return {
    environment: environment.name,
    owner: stage.owner,
    ...(environment.freeze.length > 0 && { freeze: freezeView(environment) }),
    ...verifySettings(model, environment),
    variables: handoff?.variables(model, environment) ?? {},
  };
}

/** What a provenance says about the build of an image, as constants of the stage. */
function provenanceSettings({ id, engine, command, dockerfile, context }: ImageStage): Values {
  return {
    PROVENANCE_STAGE: id,
    PROVENANCE_ENGINE: engine,
    PROVENANCE_COMMAND: command ?? "",
    PROVENANCE_DOCKERFILE: dockerfile,
    PROVENANCE_CONTEXT: context,
  };
}

/** What is verified before a deployment. The phase of the script gets the logins. */
function verifySettings(model: Model, environment: Environment): Values {
  const { verify } = verifyView(model, environment);
  if (verify === undefined) return {};
  const registries = Object.entries(verify.registries).map(([host, { insecure }]) => ({ host, insecure }));
  const publicKey = model.site.tools.cosign?.publicKey?.trim() ?? "";
  return { verify: { requires: verify.requires, publicKey, registries } };
}
