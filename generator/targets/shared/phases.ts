import { engineNamed } from "../../engines/index.ts";
import type { Binding } from "../../handoffs/handoff.ts";
import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import type {
  CustomStage,
  DeployStage,
  ImageStage,
  Secret,
  SourceBuild,
  SourceStage,
  Stage,
} from "../../model/service.ts";
import { sourceToolNamed } from "../../source-tools/index.ts";
import { found } from "../model-lookup.ts";
import { pullLogin } from "./build-settings.ts";
import { verifyView } from "./environment-view.ts";
import { type ImageTool, imageTools } from "./image-tools.ts";

/** The login at a registry, and the variables that contain it. */
export interface RegistryLogin {
  readonly host: string;
  readonly id: string;
  readonly user: string;
  readonly password: string;
}

/** A step of a stage that runs one script of the shared scripts, with only its own secrets. */
export interface Phase {
  /** Its name in the settings of the stage. */
  readonly id: string;
  readonly label: string;
  /** Below the scripts: `image/docker/login.sh`. */
  readonly script: string;
  readonly logins: readonly RegistryLogin[];
  readonly credentials: readonly Binding[];
  /** Variables that only this script gets. */
  readonly variables: Readonly<Record<string, string>>;
  /** The report that it writes, kept with the run; empty for none. */
  readonly report: string;
  /** Runs even after a failure. */
  readonly always: boolean;
  /** Where it runs, below the workspace; empty for the workspace. */
  readonly folder: string;
  /** The build whose values the script gets; null for the whole stage. */
  readonly build: number | null;
  /** The source tool of the build; null for the whole stage. */
  readonly tool: string | null;
}

/** The scripts of a stage, in order. */
export function phasesOf(model: Model, stage: Stage): Phase[] {
  switch (stage.kind) {
    case "source":
      return [stage, ...stage.also].map((build, index) => sourcePhase(model, stage, build, index));
    case "image":
      return imagePhases(model, stage);
    case "deploy":
      return deployPhases(model, stage);
    case "custom":
      return [...artifactsPhase(stage), toolPhase(model, stage, "command", stage.toolImage, 0)];
  }
}

function phase(id: string, label: string, script: string, credentials: readonly Binding[]): Phase {
  const rest = { variables: {}, report: "", always: false, folder: "", build: null, tool: null };
  return { id, label, script, logins: [], credentials, ...rest };
}

function sourcePhase(model: Model, stage: SourceStage, build: SourceBuild, index: number): Phase {
  return toolPhase(model, stage, build.tool, build.toolImage, index);
}

function toolPhase(
  model: Model,
  stage: SourceStage | CustomStage,
  tool: string,
  toolImage: string | null,
  index: number,
): Phase {
  const id = index === 0 ? "build" : `build-${index + 1}`;
  const label = toolImage === null ? `Run ${tool}` : `Run ${tool} in ${toolImage}`;
  const script = toolImage === null ? `source/${tool}.sh` : "source/contain.sh";
  const credentials = [...toolFiles(model, tool), ...stage.secrets.map(binding)];
  return { ...phase(id, label, script, credentials), build: index, tool };
}

/** The file credentials that a source tool reads. */
function toolFiles({ site: { tools, caBundle } }: Model, tool: string): Binding[] {
  const configuration = sourceToolNamed(tool)?.configuration ?? null;
  const id = configuration === null ? null : (tools.source[tool]?.[configuration.setting] ?? null);
  return [
    ...authority(caBundle),
    ...(configuration === null || id === null ? [] : [{ kind: "file", id, variable: configuration.variable } as const]),
  ];
}

function authority(caBundle: string | null): Binding[] {
  return caBundle === null ? [] : [{ kind: "file", id: caBundle, variable: "CA_BUNDLE" }];
}

/** The names of the variables are those that the stage has on Jenkins. */
function binding({ variable, kind, id }: Secret): Binding {
  if (kind === "usernamePassword") return { kind, id, user: `${variable}_USR`, password: `${variable}_PSW` };
  if (kind === "sshUserPrivateKey") return { kind, id, key: variable };
  return { kind, id, variable };
}

/** Compares the artifacts of the source stage with its record, and moves them into the checkout. */
function artifactsPhase({ artifactsFrom }: ImageStage | CustomStage): Phase[] {
  if (artifactsFrom === null) return [];
  return [
    { ...phase("artifacts", `Check the artifacts of ${artifactsFrom}`, "image/artifacts.sh", []), folder: "app" },
  ];
}

function imagePhases(model: Model, stage: ImageStage): Phase[] {
  const script = (name: string) => `image/${stage.engine}/${name}.sh`;
  const logins = registryLogins(model, stage);
  const trusted = authority(model.site.caBundle);
  const secrets = buildSecrets(stage);
  const { host } = registryOf(model, stage.registry);
  return [
    ...artifactsPhase(stage),
    {
      ...phase("login", `Log in to ${host}`, script("login"), [...trusted, ...secrets, ...engineFiles(model, stage)]),
      logins,
    },
    ...(stage.platforms.length === 0
      ? []
      : [phase("platforms", "Check the platforms of the base image", script("platforms"), [])]),
    phase("build", `Build the image with ${stage.engine}`, script("build"), secrets),
    { ...phase("push", "Push the image", script("push"), trusted), logins },
    ...imageTools(model)
      .filter(({ name }) => (name === "scan" ? stage.scan !== null : stage[name]))
      .map((tool) => toolOfImage(model, stage, tool)),
    { ...phase("cleanup", "Remove the login and temporary files", script("cleanup"), []), always: true },
  ];
}

function toolOfImage({ site: { tools } }: Model, stage: ImageStage, tool: ImageTool): Phase {
  const { cosign } = tools;
  const signs = tool.signs && cosign !== null;
  const key: Binding[] = signs
    ? [
        { kind: "file", id: cosign.key, variable: "COSIGN_KEY" },
        { kind: "string", id: cosign.password, variable: "COSIGN_PASSWORD" },
      ]
    : [];
  return {
    ...phase(tool.name, tool.label, `image/${tool.name}.sh`, key),
    variables: { SEVERITY: stage.scan ?? "", ...tool.environment },
    report: tool.report,
  };
}

/** The registry with a name. */
export function registryOf({ registries }: Model, name: string) {
  return found(
    registries.find((it) => it.name === name),
    `registry ${name}`,
  );
}

function registryLogins(model: Model, stage: ImageStage): RegistryLogin[] {
  const target = registryOf(model, stage.registry);
  const base = pullLogin(model.registries, registryOf(model, stage.base?.registry ?? stage.registry));
  return [
    ...loginAt(target.host, target.push, "REGISTRY_USER", "REGISTRY_PASSWORD"),
    ...loginAt(base.host, base.id, "BASE_USER", "BASE_PASSWORD"),
  ];
}

function loginAt(host: string, id: string | null, user: string, password: string): RegistryLogin[] {
  return id === null ? [] : [{ host, id, user, password }];
}

/** The secrets that a Dockerfile mounts. */
function buildSecrets({ secrets }: ImageStage): Binding[] {
  return Object.values(secrets).map((id, index) => ({ kind: "string", id, variable: `SECRETS_${index}_VALUE` }));
}

function engineFiles({ engines }: Model, { engine }: ImageStage): Binding[] {
  const settings = engines.find(({ name }) => name === engine)?.settings ?? {};
  return Object.entries(engineNamed(engine)?.files ?? {}).flatMap(([variable, { setting }]) =>
    settings[setting] === undefined ? [] : [{ kind: "file" as const, id: String(settings[setting]), variable }],
  );
}

function deployPhases(model: Model, stage: DeployStage): Phase[] {
  const environment = found(
    model.environments.find(({ name }) => name === stage.environment),
    `environment ${stage.environment}`,
  );
  const handoff = found(handoffNamed(environment.handoff), `handoff ${environment.handoff}`);
  const scripts = handoff
    .phases(model, environment)
    .map(({ script, label, credentials }) =>
      phase(script, `${label}: ${environment.name}`, `deploy/${handoff.name}/${script}.sh`, credentials),
    );
  return [...verifyPhases(model, environment), ...scripts];
}

/** Verifies the images before a script of the handoff runs; nothing if the environment requires nothing. */
function verifyPhases(model: Model, environment: Environment): Phase[] {
  const { verify } = verifyView(model, environment);
  if (verify === undefined) return [];
  const label = `Verify the images: ${environment.name}`;
  const logins = Object.entries(verify.registries).flatMap(([host, { pull }], index) =>
    loginAt(host, pull === "" ? null : pull, `REGISTRY_${index}_USER`, `REGISTRY_${index}_PASSWORD`),
  );
  return [{ ...phase("verify", label, "deploy/verify.sh", authority(model.site.caBundle)), logins }];
}
