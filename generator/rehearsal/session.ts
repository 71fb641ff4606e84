import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type CompileInput, type CompileResult, compile } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Model } from "../model/model.ts";
import type { Service } from "../model/service.ts";
import type { BuildResult, Controller, ControllerConfig, CoverageCounts, RunEvent, Runner } from "../rehearse/index.ts";
import type { GeneratedFile } from "../render/file.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { drive, recordJobs, stagesOf, stopRules } from "./drive.ts";
import { dryRules } from "./dry.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { changeSpecs } from "./local-specs.ts";
import { type LocalRegistry, startRegistry } from "./registry.ts";
import { createRepositories, gitEnvironment, type LocalRepository } from "./repositories.ts";
import type { RehearsalRequest } from "./request.ts";
import { applicationFiles, grantAll, siteConfig, writePipelines } from "./site.ts";
import { findSource } from "./sources.ts";
import { Timeline } from "./timeline.ts";

/** Pause between two requests for new events. */
const POLL_MS = 100;

/** The specs, and where they are. */
export interface RehearsalProject {
  readonly input: CompileInput;
  /** The folder of the platform spec. */
  readonly folder: string;
}

/** What a rehearsal did. */
export interface Rehearsal {
  readonly model: Model;
  readonly service: Service;
  readonly builds: readonly BuildResult[];
  readonly timeline: Timeline;
  /** The ids of the credentials whose values are made up. */
  readonly madeUp: readonly string[];
  readonly coverage: CoverageCounts | null;
  /** The folder of the generated files that ran. */
  readonly pipelines: string;
}

/** Shows events while they happen. */
export type Watch = (event: RunEvent, timeline: Timeline) => void;

/** The servers and temporary folders of rehearsals; `stop` removes them. */
export class Session {
  private servers: { readonly git: GitServer | null; readonly registry: LocalRegistry | null } | null = null;

  private constructor(
    private readonly root: string,
    private readonly startJvm: (environment: Readonly<Record<string, string>>) => Promise<Runner>,
  ) {}

  private runner: Runner | null = null;
  private count = 0;

  /** Creates the temporary folder. */
  static async open(startJvm: (environment: Readonly<Record<string, string>>) => Promise<Runner>): Promise<Session> {
    return new Session(await mkdtemp(join(tmpdir(), "stagewright-rehearsal-")), startJvm);
  }

  /** Runs one rehearsal. Throws a Failure if something is missing. */
  async run(
    project: RehearsalProject,
    request: RehearsalRequest,
    environment: NodeJS.ProcessEnv,
    watch: Watch,
    known: (model: Model) => void = () => {},
  ): Promise<Rehearsal> {
    const first = compiled(compile(project.input));
    const servers = await this.startServers(request);
    const registry = servers.registry;
    const engine = request.engine === null ? null : { service: request.service, name: request.engine };
    const { model, files } = compiled(compile(changeSpecs(project.input, first.model, { engine, registry })));
    known(model);
    const service = serviceOf(model, request);
    const home = join(this.root, String(++this.count));
    await mkdir(join(home, "tmp"), { recursive: true });
    await writePipelines(model, files, join(home, "pipelines"));
    const credentials = readCredentials(model, request.credentials, environment);
    const git =
      servers.git === null
        ? {}
        : await this.fillRepositories(servers.git, { project, model, files, service, request, credentials });
    const stages = stagesOf(service, request);
    const config: ControllerConfig = {
      ...modeOf(siteConfig(model, files, home), model, request),
      credentials: credentials.all,
      inputs: request.answers ?? grantAll(model, service.name),
      rules: [...request.rules, ...(request.dry ? dryRules : []), ...stopRules(service, stages)],
      coverage: request.coverage,
      environment: {
        ...git,
        PATH: environment.PATH ?? "",
        TMPDIR: join(home, "tmp"),
        ...(request.record === null ? {} : { STAGEWRIGHT_RECORD: request.record }),
      },
    };
    this.runner ??= await this.startJvm(git);
    const done = await this.runOn(this.runner, config, { model, service, stages, request }, watch);
    return { ...done, model, service, madeUp: credentials.madeUp, pipelines: join(home, "pipelines") };
  }

  private async runOn(runner: Runner, config: ControllerConfig, plan: Parameters<typeof drive>[1], watch: Watch) {
    let controller = await runner.controller(config);
    const producers = recordJobs(plan.service, plan.request, await controller.jobs());
    if (producers.length > 0) {
      await controller.close();
      controller = await runner.controller({ ...config, jobs: producers });
    }
    const timeline = new Timeline();
    const watching = follow(controller, timeline, watch);
    try {
      const builds = await drive(controller, plan);
      await watching.end();
      const coverage = plan.request.coverage ? await controller.coverage() : null;
      return { builds, timeline, coverage };
    } finally {
      await watching.end();
      await controller.close();
    }
  }

  private async startServers({ dry, withRegistry }: RehearsalRequest) {
    this.servers ??= {
      git: dry ? null : await startGitServer(join(this.root, "git")),
      registry: withRegistry ? await startRegistry(join(this.root, "registry")) : null,
    };
    return this.servers;
  }

  private async fillRepositories(server: GitServer, filling: Filling): Promise<Record<string, string>> {
    const repositories = repositoriesOf(filling);
    await createRepositories(join(this.root, "git"), server, repositories);
    return gitEnvironment(
      server,
      repositories.map(({ git }) => git),
    );
  }

  /** Stops the servers and the JVM, and removes the temporary folder. */
  async stop(): Promise<void> {
    await this.runner?.stop();
    await this.servers?.git?.stop();
    await this.servers?.registry?.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Filling {
  readonly project: RehearsalProject;
  readonly model: Model;
  readonly files: readonly GeneratedFile[];
  readonly service: Service;
  readonly request: RehearsalRequest;
  readonly credentials: Credentials;
}

function repositoriesOf({ project, model, files, service, request, credentials }: Filling): readonly LocalRepository[] {
  const logins = (id: string | null) =>
    id === null
      ? [null]
      : credentials.all.flatMap((it) =>
          it.id === id && it.kind === "usernamePassword" ? [{ user: it.username, password: it.password }] : [],
        );
  const application: LocalRepository = {
    git: service.git,
    branch: request.tag ?? request.branch ?? service.branch,
    folder: findSource(
      service,
      request.source === null ? null : resolve(request.source),
      project.folder,
      process.cwd(),
    ),
    files: applicationFiles(model, files, service.name),
    logins: logins(service.credentials),
  };
  if (!request.withGitops) return [application];
  const environments = model.environments.flatMap(({ name, gitops }) => (gitops === null ? [] : [{ name, gitops }]));
  const addresses = [...new Set(environments.map(({ gitops }) => gitops.git))];
  return [
    application,
    ...addresses.map((git) => {
      const own = environments.filter((it) => it.gitops.git === git);
      const beginnings = own.flatMap(({ name }) => filesBelow(files, `gitops/${name}/`));
      return {
        git,
        branch: own[0]?.gitops.branch ?? "main",
        folder: null,
        files: Object.fromEntries(beginnings),
        logins: own.flatMap(({ gitops }) => logins(gitops.credentials)),
      };
    }),
  ];
}

function filesBelow(files: readonly GeneratedFile[], folder: string): [string, string][] {
  return files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, content }) => [path.slice(folder.length), content]);
}

function modeOf(config: ControllerConfig, model: Model, request: RehearsalRequest): ControllerConfig {
  const stubs =
    request.stubs === null ? [] : [{ name: "stubs", root: request.stubs, trusted: true, implicit: true, stubs: true }];
  const restart = request.restartEveryStep ? ({ restart: "every-step" } as const) : {};
  if (!request.sandbox) return { ...config, ...restart, libraries: [...stubs, ...(config.libraries ?? [])] };
  const folders = model.teams.map(({ folder }) => `/${folder}`);
  const [library] = config.libraries ?? [];
  const untrusted = library === undefined ? [] : folders.map((folder) => ({ ...library, trusted: false, folder }));
  return { ...config, ...restart, sandbox: true, libraries: [...stubs, ...untrusted] };
}

function compiled({ files, model, diagnostics }: CompileResult): { files: readonly GeneratedFile[]; model: Model } {
  if (files !== null && model !== null) return { files, model };
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  throw new Failure(`the specs have errors: ${first?.message ?? ""}`, 1, "run stagewright validate");
}

function serviceOf(model: Model, { service: name, from, until }: RehearsalRequest): Service {
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
  return service;
}

/** Reads new events until `end` is called. */
function follow(controller: Controller, timeline: Timeline, watch: Watch) {
  let position = 0;
  let ended = false;
  const read = async () => {
    const events = await controller.events(position);
    position += events.length;
    for (const event of events) {
      timeline.add(event);
      watch(event, timeline);
    }
  };
  const loop = (async () => {
    while (!ended) {
      await read();
      await pause(POLL_MS);
    }
  })();
  let finished: Promise<void> | null = null;
  return {
    end: () => {
      ended = true;
      finished ??= loop.then(read).catch(() => {});
      return finished;
    },
  };
}
