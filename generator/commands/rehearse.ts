import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { loadProject } from "../project/project.ts";
import { compareLogs, type LogDifference, printDifferences } from "../rehearsal/compare-log.ts";
import { containerNotice } from "../rehearsal/container-notice.ts";
import type { Watch, Watching } from "../rehearsal/follow.ts";
import { runForeign } from "../rehearsal/foreign.ts";
import { liveLines } from "../rehearsal/print-live.ts";
import type { RehearsalRequest } from "../rehearsal/request.ts";
import { type Rehearsal, Session } from "../rehearsal/session.ts";
import { stubLibrary } from "../rehearsal/stubs.ts";
import { printSummary, summarize } from "../rehearsal/summary.ts";
import type { Timeline } from "../rehearsal/timeline.ts";
import {
  type BuildResult,
  buildRunner,
  isRunnerBuilt,
  RehearsalError,
  type Runner,
  startRunner,
} from "../rehearse/index.ts";
import type { Console, ExitCode, Options } from "../terminal/console.ts";

/** Options of `rehearse`. */
export interface RehearseOptions extends Options {
  readonly stage?: string;
  readonly record?: string;
  readonly until?: string;
  readonly param: readonly string[];
  readonly branch?: string;
  readonly tag?: string;
  readonly pullRequest?: string;
  readonly timer: boolean;
  readonly engine?: string;
  readonly restartEveryStep: boolean;
  readonly sandbox: boolean;
  readonly dry: boolean;
  readonly withRegistry: boolean;
  readonly withGitops: boolean;
  readonly ignoreFreeze: boolean;
  readonly source?: string;
  readonly credentials?: string;
  readonly stubs?: string;
  readonly verbose: boolean;
  readonly jenkinsfile?: string;
  readonly library: readonly string[];
  readonly compare?: string;
}

/** Runs the generated pipeline of a service, or a foreign Jenkinsfile, without Jenkins, and prints what happens. */
export async function rehearse(
  service: string | undefined,
  options: RehearseOptions,
  console: Console,
): Promise<ExitCode> {
  const started = Date.now();
  try {
    if (options.jenkinsfile !== undefined) return await rehearseForeign(options.jenkinsfile, options, console, started);
    if (service === undefined)
      throw new Failure(
        "no service is given",
        1,
        "name one, or use --jenkinsfile for a pipeline that stagewright did not generate",
      );
    return await rehearseService(service, options, console, started);
  } catch (error) {
    throw error instanceof RehearsalError ? new Failure(error.message, 2) : error;
  }
}

async function rehearseService(
  service: string,
  options: RehearseOptions,
  console: Console,
  started: number,
): Promise<ExitCode> {
  const project = await loadProject(options, console);
  let model: Rehearsal["model"] | null = null;
  const { watch, firstStep, end } = watchWith(() => model, options, console);
  const session = await Session.open(() => startJvm(console));
  try {
    const request = requestOf(service, options, console);
    const done = await session.run(project, request, process.env, watch, (it) => {
      model = it;
    });
    end(done.timeline);
    if (done.madeUp.length > 0 && options.format === "text" && !options.quiet)
      console.warn(
        `note: these credentials have made-up values, which only the servers of the rehearsal accept: ${done.madeUp.join(", ")}\n`,
      );
    return finish(done, { options, console, started, firstStep: firstStep(), prefix: project.prefix });
  } finally {
    await session.stop();
  }
}

async function rehearseForeign(
  jenkinsfile: string,
  options: RehearseOptions,
  console: Console,
  started: number,
): Promise<ExitCode> {
  const path = (given: string) => resolve(console.folder, given);
  const stubs = options.stubs === undefined ? null : await stubLibrary(path(options.stubs));
  try {
    const { sandbox, restartEveryStep, dry, branch = "main" } = options;
    const request = {
      ...{
        jenkinsfile: path(jenkinsfile),
        libraries: options.library.map(path),
        stubs,
        branch,
        credentials: options.credentials === undefined ? null : path(options.credentials),
      },
      ...{ sandbox, restartEveryStep, dry, parameters: Object.fromEntries(options.param.map(parameterOf)) },
    };
    const { watch, firstStep, end } = watchWith(() => null, options, console);
    const done = await runForeign(request, () => startJvm(console), watch);
    end(done.timeline);
    return finish(
      { ...done, model: null, madeUp: [], notStarted: [] },
      { options, console, started, firstStep: firstStep(), prefix: "" },
    );
  } finally {
    if (stubs !== null) await rm(stubs, { recursive: true, force: true });
  }
}

/** Prints the steps while they run, and notes when the first one began. */
function watchWith(model: () => Rehearsal["model"] | null, options: RehearseOptions, console: Console): Watching {
  const show = liveLines(model, { verbose: options.verbose });
  const isSilent = options.format !== "text" || options.quiet;
  let first: number | null = null;
  const watch: Watch = (event, timeline) => {
    if (event.type === "step") first ??= Date.now();
    if (isSilent) return;
    for (const line of show.add(event, timeline)) console.print(`${line}\n`);
  };
  const end = (timeline: Timeline) => {
    if (!isSilent) for (const line of show.end(timeline)) console.print(`${line}\n`);
  };
  return { watch, firstStep: () => first, end };
}

type Finished = Pick<Rehearsal, "builds" | "notStarted" | "timeline" | "leaks" | "madeUp"> & {
  readonly model: Rehearsal["model"] | null;
};

interface Finishing {
  readonly options: RehearseOptions;
  readonly console: Console;
  readonly started: number;
  /** When the first step began; null if there was none. */
  readonly firstStep: number | null;
  readonly prefix: string;
}

/** Prints the summary, leaked credentials and the comparison with a real log. */
function finish(done: Finished, { options, console, started, firstStep, prefix }: Finishing): ExitCode {
  const summary = summarize(done.model, done, done.timeline, started, firstStep);
  const { leaks, madeUp: madeUpCredentials } = done;
  const differences = options.compare === undefined ? null : compareWith(options.compare, done.builds, console);
  if (options.format === "json") {
    const { builds } = done.timeline;
    console.print(`${JSON.stringify({ ...summary, leaks, madeUpCredentials, differences, builds }, null, 2)}\n`);
  } else {
    console.print(printSummary(summary, prefix));
    const notice = containerNotice(done.timeline);
    if (notice !== null && !options.quiet) console.warn(notice);
    for (const leak of leaks) console.print(`error: ${leak}\n`);
    if (differences !== null) console.print(printDifferences(differences, options.compare ?? ""));
  }
  const passed = done.timeline.builds.every(({ result }) => result === "SUCCESS") && leaks.length === 0;
  return passed && (differences ?? []).length === 0 ? 0 : 1;
}

/** Compares with the build of the job that the log names in its first lines, or else with the first build. */
function compareWith(file: string, builds: readonly BuildResult[], { folder }: Console): readonly LogDifference[] {
  let log: string;
  try {
    log = readFileSync(resolve(folder, file), "utf8");
  } catch {
    throw new Failure(`--compare: the log ${file} cannot be read`);
  }
  const all = builds.map((build) => ({ build, differences: compareLogs(log, build.log) }));
  const [closest] = all.sort((one, other) => one.differences.length - other.differences.length);
  return closest?.differences ?? [];
}

/** Starts the JVM; in a checkout without a built runner, Maven builds it first. */
export async function startJvm(console: Console): Promise<Runner> {
  if (!(await isRunnerBuilt())) {
    console.warn("building the runner with Maven, once; this takes up to a minute …\n");
    try {
      await buildRunner();
    } catch (error) {
      const [reason = ""] = String((error as Error).message).split("\n");
      throw new Failure(reason, 2, "published packages contain the runner; a checkout needs JDK 17 and Maven 3.8 once");
    }
  }
  return startRunner();
}

function requestOf(service: string, options: RehearseOptions, { folder }: Console): RehearsalRequest {
  const path = (given: string | undefined) => (given === undefined ? null : resolve(folder, given));
  const record = path(options.record);
  const stage = options.stage ?? null;
  if (record !== null && stage === null)
    throw new Failure("--record needs --stage", 1, "specify the stage that gets the release, such as --stage image");
  return {
    service,
    from: record === null ? null : stage,
    record,
    until: options.until ?? stage,
    stage,
    parameters: Object.fromEntries(options.param.map(parameterOf)),
    branch: options.branch ?? null,
    tag: options.tag ?? null,
    pullRequest: options.pullRequest ?? null,
    timer: options.timer,
    engine: options.engine ?? null,
    restartEveryStep: options.restartEveryStep,
    sandbox: options.sandbox,
    dry: options.dry,
    withRegistry: options.withRegistry,
    ignoreFreeze: options.ignoreFreeze,
    withGitops: options.withGitops,
    source: path(options.source),
    credentials: path(options.credentials),
    madeUp: {},
    stubs: path(options.stubs),
    answers: null,
    rules: [],
    again: [],
    coverage: false,
    script: null,
  };
}

function parameterOf(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new Failure(`--param ${text}: write it as NAME=VALUE`);
  return [text.slice(0, at), text.slice(at + 1)];
}
