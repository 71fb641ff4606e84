import { resolve } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import type { Model } from "../model/model.ts";
import { loadProject } from "../project/project.ts";
import type { Watch } from "../rehearsal/follow.ts";
import { liveLines } from "../rehearsal/print-live.ts";
import type { RehearsalRequest } from "../rehearsal/request.ts";
import { type Rehearsal, Session } from "../rehearsal/session.ts";
import { printSummary, summarize } from "../rehearsal/summary.ts";
import { buildRunner, isRunnerBuilt, RehearsalError, type Runner, startRunner } from "../rehearse/index.ts";
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
  readonly engine?: string;
  readonly restartEveryStep: boolean;
  readonly sandbox: boolean;
  readonly dry: boolean;
  readonly withRegistry: boolean;
  readonly withGitops: boolean;
  readonly source?: string;
  readonly credentials?: string;
  readonly stubs?: string;
  readonly verbose: boolean;
}

/** Runs the generated pipeline of a service without Jenkins, and prints what happens. */
export async function rehearse(service: string, options: RehearseOptions, console: Console): Promise<ExitCode> {
  const project = await loadProject(options, console);
  const started = Date.now();
  let model: Model | null = null;
  const show = liveLines(() => model, { verbose: options.verbose });
  const watch: Watch = (event, timeline) => {
    if (options.format === "text" && !options.quiet)
      for (const line of show(event, timeline)) console.print(`${line}\n`);
  };
  const session = await Session.open((environment) => startJvm(environment, console));
  try {
    const request = requestOf(service, options, console);
    const done = await session.run(project, request, process.env, watch, (it) => {
      model = it;
    });
    report(done, started, options, console, project.prefix);
    return done.timeline.builds.every(({ result }) => result === "SUCCESS") ? 0 : 1;
  } catch (error) {
    throw error instanceof RehearsalError ? new Failure(error.message, 2) : error;
  } finally {
    await session.stop();
  }
}

function report(done: Rehearsal, started: number, options: RehearseOptions, console: Console, prefix: string): void {
  const summary = summarize(done.model, done.builds, done.timeline, started);
  if (options.format === "json") {
    console.print(
      `${JSON.stringify({ ...summary, madeUpCredentials: done.madeUp, builds: done.timeline.builds }, null, 2)}\n`,
    );
    return;
  }
  if (done.madeUp.length > 0 && !options.quiet)
    console.warn(
      `note: these credentials have made-up values, which only the servers of the rehearsal accept: ${done.madeUp.join(", ")}\n`,
    );
  console.print(printSummary(summary, prefix));
}

/** Starts the JVM; in a checkout without a built runner, Maven builds it first. */
export async function startJvm(environment: Readonly<Record<string, string>>, console: Console): Promise<Runner> {
  if (!(await isRunnerBuilt())) {
    console.warn("building the runner with Maven, once; this takes up to a minute …\n");
    try {
      await buildRunner();
    } catch (error) {
      const [reason = ""] = String((error as Error).message).split("\n");
      throw new Failure(reason, 2, "published packages contain the runner; a checkout needs JDK 17 and Maven 3.8 once");
    }
  }
  return startRunner({ environment });
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
    parameters: Object.fromEntries(options.param.map(parameterOf)),
    branch: options.branch ?? null,
    tag: options.tag ?? null,
    pullRequest: options.pullRequest ?? null,
    engine: options.engine ?? null,
    restartEveryStep: options.restartEveryStep,
    sandbox: options.sandbox,
    dry: options.dry,
    withRegistry: options.withRegistry,
    withGitops: options.withGitops,
    source: path(options.source),
    credentials: path(options.credentials),
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
