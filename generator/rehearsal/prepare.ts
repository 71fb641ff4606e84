import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type CompileInput, type CompileResult, compile } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { ControllerConfig } from "../rehearse/index.ts";
import type { GeneratedFile } from "../render/file.ts";
import { type JenkinsModel, type JenkinsService, nameJobs } from "../targets/jenkins/jenkins-model.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { commitOf, dryRules } from "./dry.ts";
import { changeSpecs } from "./local-specs.ts";
import { type Plan, stagesOf, stopRules } from "./plan.ts";
import { checkPullRequest } from "./reach.ts";
import type { LocalRegistry } from "./registry.ts";
import type { RehearsalRequest } from "./request.ts";
import { grantAll, siteConfig, writeApplication, writePipelines } from "./site.ts";
import { toolchainVariables } from "./toolchains.ts";

/** The specs, and where they are. */
export interface RehearsalProject {
  readonly input: CompileInput;
  /** The folder of the platform spec. */
  readonly folder: string;
}

/** A compiled site with its files in a folder of the rehearsal. */
export interface Prepared extends Plan {
  readonly model: JenkinsModel;
  readonly files: readonly GeneratedFile[];
  readonly credentials: Credentials;
  readonly config: ControllerConfig;
}

/** Compiles the specs with the changes of the request, and writes the files below `home`. */
export async function prepare(
  project: RehearsalProject,
  request: RehearsalRequest,
  home: string,
  registry: LocalRegistry | null,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Prepared> {
  const first = compiled(compile(project.input));
  const engine = request.engine === null ? null : { service: request.service, name: request.engine };
  const changed = changeSpecs(project.input, first.model, { engine, registry, ignoreFreeze: request.ignoreFreeze });
  const { model, files } = changed === project.input ? first : compiled(compile(changed));
  const service = serviceOf(model, request);
  checkPullRequest(model, service, request);
  await mkdir(join(home, "tmp"), { recursive: true });
  await writePipelines(model, files, join(home, "pipelines"));
  const credentials = readCredentials(model, request.credentials, request.madeUp, environment);
  const stages = stagesOf(service, request);
  const checkout = request.dry ? await writeApplication(model, files, service.name, join(home, "application")) : null;
  const config: ControllerConfig = {
    ...modeOf(siteConfig(model, files, home), model, request),
    credentials: credentials.all,
    inputs: request.answers ?? grantAll(model, service.name),
    rules: [
      ...request.rules,
      ...(request.dry ? dryRules(await commitOf(request.record), request.tag !== null, service.versionFile) : []),
      ...stopRules(service, stages),
    ],
    coverage: request.coverage,
    environment: {
      ...toolchainVariables(environment),
      TMPDIR: join(home, "tmp"),
      ...(request.record === null ? {} : { STAGEWRIGHT_RECORD: request.record }),
    },
  };
  return { model, files, service, stages, checkout, credentials, config };
}

function modeOf(config: ControllerConfig, model: JenkinsModel, request: RehearsalRequest): ControllerConfig {
  const restart = request.restartEveryStep ? ({ restart: "every-step" } as const) : {};
  const implicit = request.script === null ? {} : { implicit: true };
  // The job of a script is outside of the folders of the teams.
  const visible = request.script === null ? (config.libraries ?? []) : (config.libraries ?? []).slice(0, 1);
  const own = visible.map((it) => ({ ...it, ...implicit, ...(request.script === null ? {} : { folder: "/" }) }));
  if (!request.sandbox) return { ...config, ...restart, libraries: own };
  const folders = [...model.teams.map(({ folder }) => `/${folder}`), "/scenario"];
  const untrusted = own.slice(0, 1).flatMap((it) => folders.map((folder) => ({ ...it, trusted: false, folder })));
  return { ...config, ...restart, sandbox: true, libraries: untrusted };
}

function compiled({ files, model, diagnostics }: CompileResult): {
  files: readonly GeneratedFile[];
  model: JenkinsModel;
} {
  if (files !== null && model !== null) return { files, model: nameJobs(model) };
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  const place = first === undefined ? "" : `${first.at.file}:${first.at.line}: ${first.message}`;
  throw new Failure(`the specs have errors: ${place}`, 1, "run stagewright validate");
}

function serviceOf(model: JenkinsModel, { service: name, from, until, engine }: RehearsalRequest): JenkinsService {
  const service = model.services.find((it) => it.name === name);
  if (service === undefined)
    throw new Failure(
      `there is no service "${name}"`,
      1,
      `the services are ${model.services.map((it) => it.name).join(", ")}`,
    );
  for (const id of [from, until])
    if (id !== null && !service.stages.some((stage) => stage.id === id))
      throw new Failure(
        `${name} has no stage "${id}"`,
        1,
        `its stages are ${service.stages.map((it) => it.id).join(", ")}`,
      );
  if (engine !== null && !model.engines.some((it) => it.name === engine))
    throw new Failure(
      `the site has no engine "${engine}"`,
      1,
      `its engines are ${model.engines.map((it) => it.name).join(", ")}`,
    );
  return service;
}
