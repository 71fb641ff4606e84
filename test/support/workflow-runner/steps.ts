import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { type Contexts, fillText, holds } from "./expressions.ts";
import { pathOf } from "./index.ts";
import { runOwnAction } from "./own-actions.ts";
import type { Action, Job, RunOptions, Step, StepResult } from "./workflow.ts";

/** Where a job runs. */
export interface Place extends RunOptions {
  /** The folder of the job. */
  readonly folder: string;
  readonly artifacts: string;
  readonly job: string;
  /** The reusable workflow with the job. */
  readonly signer: string;
  /** Whether the job may ask for a token that names the run. */
  readonly mayAsk: boolean;
}

interface Finished {
  readonly failed: boolean;
  readonly steps: readonly StepResult[];
  readonly contexts: Contexts;
}

type Variables = Readonly<Record<string, string>>;

/** Runs the steps of a job. */
export async function runSteps(job: Job, place: Place, given: Contexts): Promise<Finished> {
  const temp = join(place.folder, "temp");
  await mkdir(join(place.folder, "workspace"), { recursive: true });
  await mkdir(temp, { recursive: true });
  return runList(job.steps ?? [], place, { ...given, runner: { temp, os: "Linux" } }, {}, "");
}

async function runList(
  steps: readonly Step[],
  place: Place,
  given: Contexts,
  inherited: Variables,
  action: string,
): Promise<Finished> {
  const results: StepResult[] = [];
  const outputs: Record<string, { outputs: Record<string, string> }> = {};
  let failed = false;
  const contexts = () => ({ ...given, steps: outputs, failed });
  for (const step of steps) {
    const wanted =
      step.if === undefined ? !failed : holds(step.if, contexts()) && (!failed || step.if.includes("always()"));
    const name = step.name;
    if (!wanted) {
      results.push({ job: place.job, step: name, result: "skipped", log: "", variables: [] });
      continue;
    }
    const done = await runStep(step, place, contexts(), inherited, action);
    results.push({
      job: place.job,
      step: name,
      result: done.failed ? "failure" : "success",
      log: done.log,
      variables: done.variables,
    });
    if (step.id !== undefined) outputs[step.id] = { outputs: done.outputs };
    failed ||= done.failed;
  }
  return { failed, steps: results, contexts: contexts() };
}

interface StepDone {
  readonly failed: boolean;
  readonly log: string;
  readonly outputs: Record<string, string>;
  readonly variables: readonly string[];
}

async function runStep(
  step: Step,
  place: Place,
  contexts: Contexts,
  inherited: Variables,
  action: string,
): Promise<StepDone> {
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, fillText(String(value), contexts)]);
  const env: Variables = { ...inherited, ...Object.fromEntries(own) };
  const inputs = Object.fromEntries(
    Object.entries(step.with ?? {}).map(([name, value]) => [name, fillText(String(value), contexts)]),
  );
  if (step.run !== undefined) return runCommand(step.run, place, contexts, env, action);
  const uses = step.uses ?? "";
  if (uses.startsWith("actions/")) return runOwnAction(uses, inputs, place);
  const folder = pathOf(uses, place.repositories);
  const composite = parse(await readFile(join(folder, "action.yml"), "utf8")) as Action;
  const { github, runner } = contexts;
  const done = await runList(composite.runs.steps, place, { github, runner, inputs }, env, folder);
  const outputs = Object.entries(composite.outputs ?? {}).map(([name, { value }]) => [
    name,
    fillText(value, done.contexts),
  ]);
  return {
    failed: done.failed,
    log: done.steps.map(({ log }) => log).join(""),
    outputs: Object.fromEntries(outputs),
    variables: done.steps.flatMap(({ variables }) => variables),
  };
}

/** Runs a command with the variables that a runner sets. */
async function runCommand(
  command: string,
  place: Place,
  contexts: Contexts,
  env: Variables,
  action: string,
): Promise<StepDone> {
  const output = join(place.folder, `output-${Math.random().toString(36).slice(2)}`);
  await writeFile(output, "");
  const script = join(place.folder, "step.sh");
  await writeFile(script, command);
  const variables = {
    ...place.machine,
    ...runnerVariables(place, contexts),
    ...env,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: join(place.folder, "summary.md"),
    GITHUB_ACTION_PATH: action,
  };
  const { code, log } = await execute("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], variables, place);
  const lines = (await readFile(output, "utf8")).split("\n").filter((line) => line.includes("="));
  const outputs = lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  return { failed: code !== 0, log, outputs: Object.fromEntries(outputs), variables: Object.keys(env) };
}

function runnerVariables(place: Place, { github, runner }: Contexts): Variables {
  const { ref, sha, repository, event, number, workflow } = place;
  const { run_id, actor } = github as { run_id: number; actor: string };
  return {
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTOR: actor,
    GITHUB_EVENT_NAME: event,
    GITHUB_REF: ref,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: String(run_id),
    GITHUB_RUN_NUMBER: String(number),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: sha,
    GITHUB_TRIGGERING_ACTOR: actor,
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/${basename(workflow)}@${ref}`,
    GITHUB_WORKSPACE: join(place.folder, "workspace"),
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: place.hosted ? "github-hosted" : "self-hosted",
    RUNNER_NAME: "stand-in",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: (runner as { temp: string }).temp,
    ...(place.mayAsk && place.idToken !== undefined
      ? { ACTIONS_ID_TOKEN_REQUEST_URL: place.idToken.url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: place.idToken.token }
      : {}),
    STAND_IN_RUNS: join(place.home, "runs"),
    STAND_IN_ATTESTATIONS: join(place.home, "attestations"),
  };
}

function execute(
  program: string,
  words: readonly string[],
  env: Variables,
  place: Place,
): Promise<{ code: number; log: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd: join(place.folder, "workspace"),
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let log = "";
    child.stdout.on("data", (data: Buffer) => (log += data.toString()));
    child.stderr.on("data", (data: Buffer) => (log += data.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, log }));
  });
}
