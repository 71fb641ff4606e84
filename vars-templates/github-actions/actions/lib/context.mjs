// The run, as GitHub describes it. No file of the application can change these values.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Ends the step with a message that GitHub shows at the run. */
export function fail(message) {
  const text = message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  process.stdout.write(`::error::${text}\n`);
  process.exit(1);
}

/** A variable that the runner sets. */
function given(name) {
  return process.env[name] ?? fail(`The runner does not set ${name}.`);
}

/** The folder for the files of a stage. It is outside of the checkout, and the runner empties it before each job. */
export function home() {
  return join(given("RUNNER_TEMP"), "stagewright");
}

/** The input of the step, as JSON. */
export function input() {
  return JSON.parse(given("STAGEWRIGHT_INPUT"));
}

/** The values that the first step of a stage keeps for the steps after it. */
export function readStage() {
  if (!existsSync(join(home(), "stage.json"))) fail("The first step of this stage did not finish; see its message.");
  return JSON.parse(readFileSync(join(home(), "stage.json"), "utf8"));
}

export function writeStage(stage) {
  mkdirSync(home(), { recursive: true, mode: 0o700 });
  writeFileSync(join(home(), "stage.json"), JSON.stringify(stage), { mode: 0o600 });
}

/** This run: the workflow as a job, its number as the build, and its address. */
export function thisRun() {
  const repository = given("GITHUB_REPOSITORY");
  const file = given("GITHUB_WORKFLOW_REF").replace(/@.*$/, "").split("/").at(-1) ?? "";
  const [server, id] = [given("GITHUB_SERVER_URL"), given("GITHUB_RUN_ID")];
  return {
    job: `/${repository}/${file.replace(/\.ya?ml$/, "")}`,
    build: given("GITHUB_RUN_NUMBER"),
    url: `${server}/${repository}/actions/runs/${id}`,
  };
}

/** What started this run: a branch, a tag or a pull request. */
export function thisSource() {
  const ref = given("GITHUB_REF");
  const request = /^refs\/pull\/(\d+)\//.exec(ref)?.[1] ?? "";
  if (request !== "") return { branch: `PR-${request}`, tag: "", pullRequest: request };
  const tag = ref.startsWith("refs/tags/") ? ref.slice("refs/tags/".length) : "";
  return { branch: tag === "" ? ref.replace(/^refs\/heads\//, "") : "", tag, pullRequest: "" };
}

export function thisCommit() {
  return given("GITHUB_SHA");
}

/**
 * What distinguishes the branch of a merge request from those of other runs for the service. Each workflow counts its runs from 1, so
 * the deployment of an earlier release has the ID of the run, too.
 */
export function requestNumber() {
  const earlier = earlierRun();
  return earlier === null ? given("GITHUB_RUN_NUMBER") : `${earlier.run.build}.${given("GITHUB_RUN_ID")}`;
}

/** Why an older release may replace a newer one; empty for none. */
export function rollbackReason() {
  return earlierRun()?.reason ?? "";
}

/** The earlier run that a user chose, as GitHub describes it, with the reason of a rollback; null for the release of this run. */
export function earlierRun() {
  const text = process.env.STAGEWRIGHT_EARLIER ?? "";
  return text === "" ? null : JSON.parse(text);
}

/** Where the runner checks out the application. */
export function workspace() {
  return given("GITHUB_WORKSPACE");
}
