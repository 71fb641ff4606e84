import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ControllerConfig, CoverageCounts, Runner } from "../rehearse/index.ts";
import type { JenkinsModel, JenkinsService } from "../targets/jenkins/jenkins-model.ts";
import { type Driven, drive, recordJobs } from "./drive.ts";
import { follow, type Watch } from "./follow.ts";
import { gitEnvironment, writePrograms } from "./git-programs.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { findLeaks } from "./leaks.ts";
import { checkParameters } from "./parameters.ts";
import { type Prepared, prepare, type RehearsalProject } from "./prepare.ts";
import { startRegistry } from "./registry.ts";
import { createRepositories, type LocalRepository } from "./repositories.ts";
import type { RehearsalRequest } from "./request.ts";
import { repositoriesOf } from "./served-repositories.ts";
import { stubLibrary } from "./stubs.ts";
import { Timeline } from "./timeline.ts";

/** What a rehearsal did. */
export interface Rehearsal extends Driven {
  readonly model: JenkinsModel;
  readonly service: JenkinsService;
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
      const served = request.dry || request.script !== null ? [] : repositoriesOf(prepared, project, request);
      const git = served.length === 0 ? {} : await this.serve(served);
      const stubs = request.stubs === null ? null : await stubLibrary(request.stubs, join(home, "stubs"));
      const path = environment.PATH ?? "";
      const programs =
        served.length === 0 ? null : await writePrograms(join(home, "bin"), git, path, join(this.root, "git"), served);
      const variables = {
        ...git,
        ...prepared.config.environment,
        PATH: programs === null ? path : `${programs}:${path}`,
      };
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
  ): Promise<Pick<Rehearsal, keyof Driven | "timeline" | "coverage">> {
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
      const driven =
        request.script === null
          ? await drive(controller, plan, request)
          : { builds: [await controller.build({ job: SCRIPT_JOB, user: "rehearsal" })], notStarted: [] };
      await watching.end();
      return { ...driven, timeline, coverage: request.coverage ? await controller.coverage() : null };
    } finally {
      await watching.end();
      await controller.close();
    }
  }

  /** Fills the git server. Returns the variables with which git uses it. */
  private async serve(repositories: readonly LocalRepository[]): Promise<Record<string, string>> {
    this.git ??= await startGitServer(join(this.root, "git"));
    await createRepositories(join(this.root, "git"), this.git, repositories);
    return gitEnvironment(this.git, repositories);
  }

  /** Stops the servers and the JVM, and removes the temporary folder. */
  async stop(): Promise<void> {
    const runner = await this.runner?.catch(() => null);
    await runner?.stop();
    await this.git?.stop();
    await rm(this.root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function withStubs(config: ControllerConfig, root: string | null): ControllerConfig {
  if (root === null) return config;
  const library = { name: "stubs", root, trusted: true, implicit: true, stubs: true };
  return { ...config, libraries: [library, ...(config.libraries ?? [])] };
}

function withScript(config: ControllerConfig, { script }: RehearsalRequest): ControllerConfig {
  return script === null ? config : { ...config, jobDsl: [], jobs: [{ path: SCRIPT_JOB, script }] };
}
