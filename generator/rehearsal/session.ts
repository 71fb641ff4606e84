import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildResult, ControllerConfig, CoverageCounts, Runner } from "../rehearse/index.ts";
import type { JenkinsModel, JenkinsService } from "../targets/jenkins/jenkins-model.ts";
import { drive, recordJobs } from "./drive.ts";
import { follow, type Watch } from "./follow.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { findLeaks } from "./leaks.ts";
import { checkParameters } from "./parameters.ts";
import { type Prepared, prepare, type RehearsalProject, repositoriesOf } from "./prepare.ts";
import { startRegistry } from "./registry.ts";
import { createRepositories, gitEnvironment, writeGit } from "./repositories.ts";
import type { RehearsalRequest } from "./request.ts";
import { stubLibrary } from "./stubs.ts";
import { Timeline } from "./timeline.ts";

/** What a rehearsal did. */
export interface Rehearsal {
  readonly model: JenkinsModel;
  readonly service: JenkinsService;
  readonly builds: readonly BuildResult[];
  readonly timeline: Timeline;
  /** The ids of the credentials whose values are made up. */
  readonly madeUp: readonly string[];
  /** Sentences about credentials in logs and files. */
  readonly leaks: readonly string[];
  readonly coverage: CoverageCounts | null;
  /** The folder of the generated files that ran. */
  readonly pipelines: string;
}

/** Starts the JVM. */
export type StartJvm = () => Promise<Runner>;

/** The job of a script that a scenario runs. */
const SCRIPT_JOB = "/scenario/script";

/** The JVM, the servers and the temporary folder of any number of rehearsals; `stop` removes them. */
export class Session {
  /** The JVM that starts while the rest is prepared; null before the first rehearsal. */
  private runner: Promise<Runner> | null = null;
  private git: GitServer | null = null;
  private count = 0;

  private constructor(
    private readonly root: string,
    private readonly startJvm: StartJvm,
  ) {}

  /** Creates the temporary folder. */
  static async open(startJvm: StartJvm): Promise<Session> {
    return new Session(await mkdtemp(join(tmpdir(), "stagewright-rehearsal-")), startJvm);
  }

  /** Runs one rehearsal. Throws a Failure if something is missing. */
  async run(
    project: RehearsalProject,
    request: RehearsalRequest,
    environment: Readonly<Record<string, string | undefined>>,
    watch: Watch,
    known: (model: JenkinsModel) => void = () => {},
  ): Promise<Rehearsal> {
    const home = join(this.root, String(++this.count));
    this.runner ??= this.startJvm();
    // A failure to start is reported below, after mistakes in the request.
    this.runner.catch(() => {});
    const registry = request.withRegistry ? await startRegistry(join(home, "registry")) : null;
    try {
      const prepared = await prepare(project, request, home, registry, environment);
      const { model, service, credentials } = prepared;
      known(model);
      const git = request.dry || request.script !== null ? {} : await this.fillRepositories(prepared, project, request);
      const stubs = request.stubs === null ? null : await stubLibrary(request.stubs, join(home, "stubs"));
      const path = await withGit(join(home, "bin"), git, environment.PATH ?? "");
      const variables = { ...git, ...prepared.config.environment, PATH: path };
      const config = { ...withStubs(prepared.config, stubs), environment: variables };
      const done = await this.runOn(await this.runner, config, prepared, request, watch);
      const leaks = await findLeaks(credentials.all, done.builds, done.timeline, join(home, "jenkins", "agents"));
      return { ...done, model, service, leaks, madeUp: credentials.madeUp, pipelines: join(home, "pipelines") };
    } finally {
      await registry?.stop();
    }
  }

  private async runOn(
    runner: Runner,
    config: ControllerConfig,
    plan: Prepared,
    request: RehearsalRequest,
    watch: Watch,
  ): Promise<Pick<Rehearsal, "builds" | "timeline" | "coverage">> {
    let controller = await runner.controller(withScript(config, request));
    const producers = recordJobs(plan.service, request, await controller.jobs());
    if (producers.length > 0) {
      await controller.close();
      controller = await runner.controller({ ...config, jobs: producers });
    }
    if (request.script === null) checkParameters(plan, await controller.jobs(), request);
    const timeline = new Timeline();
    const watching = follow(controller, timeline, watch);
    try {
      const builds =
        request.script === null
          ? await drive(controller, plan.service, plan.stages, request)
          : [await controller.build({ job: SCRIPT_JOB, user: "rehearsal" })];
      await watching.end();
      return { builds, timeline, coverage: request.coverage ? await controller.coverage() : null };
    } finally {
      await watching.end();
      await controller.close();
    }
  }

  private async fillRepositories(
    prepared: Prepared,
    project: RehearsalProject,
    request: RehearsalRequest,
  ): Promise<Record<string, string>> {
    this.git ??= await startGitServer(join(this.root, "git"));
    const repositories = repositoriesOf(prepared, project, request);
    await createRepositories(join(this.root, "git"), this.git, repositories);
    return gitEnvironment(
      this.git,
      repositories.map(({ git }) => git),
    );
  }

  /** Stops the servers and the JVM, and removes the temporary folder. */
  async stop(): Promise<void> {
    const runner = await this.runner?.catch(() => null);
    await runner?.stop();
    await this.git?.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** PATH with a git that finds the repositories of the rehearsal. */
async function withGit(folder: string, variables: Readonly<Record<string, string>>, path: string): Promise<string> {
  const made = Object.keys(variables).length === 0 ? null : await writeGit(folder, variables, path);
  return made === null ? path : `${made}:${path}`;
}

function withStubs(config: ControllerConfig, root: string | null): ControllerConfig {
  if (root === null) return config;
  const library = { name: "stubs", root, trusted: true, implicit: true, stubs: true };
  return { ...config, libraries: [library, ...(config.libraries ?? [])] };
}

function withScript(config: ControllerConfig, { script }: RehearsalRequest): ControllerConfig {
  return script === null ? config : { ...config, jobDsl: [], jobs: [{ path: SCRIPT_JOB, script }] };
}
