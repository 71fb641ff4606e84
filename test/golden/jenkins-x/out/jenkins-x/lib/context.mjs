// The run, as Tekton describes it in parameters and settings. No file of the application can change these values.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = "/stagewright";

/** Ends the step with a message. */
export function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(1);
}

/** A variable that the task sets. */
export function given(name) {
  return process.env[name] ?? fail(`The task does not set ${name}.`);
}

/** The folder for the files of a stage. It is outside of the checkout, and ends with the pod. */
export function home() {
  return join(root, "temp");
}

/** The folder with the values of the stage. Only the step that prepares the stage can write to it. */
export function stageFolder() {
  return join(root, "stage");
}

/** The settings of the stage. */
export function input() {
  return readSettings("settings.json");
}

/** The settings of the tasks around the work of a stage: what the stage may use, and what it starts. */
export function chain() {
  return readSettings("chain.json");
}

function readSettings(name) {
  return JSON.parse(readFileSync(join(root, "settings", name), "utf8"));
}

/** The values that the step "prepare" keeps for the steps after it. */
export function readStage() {
  const path = join(stageFolder(), "stage.json");
  if (!existsSync(path)) fail("The step that prepares this stage did not finish; see its message.");
  return JSON.parse(readFileSync(path, "utf8"));
}

export function writeStage(stage) {
  mkdirSync(stageFolder(), { recursive: true });
  writeFileSync(join(stageFolder(), "stage.json"), JSON.stringify(stage));
}

/**
 * This run: its pipeline as a job, and its number. A run that deploys an earlier release has no number of its own, but the ID at the
 * end of its name.
 */
export function thisRun() {
  const job = `/${given("STAGEWRIGHT_NAMESPACE")}/${given("STAGEWRIGHT_PIPELINE")}`;
  const redeploy = process.env.REDEPLOY ?? "";
  if (redeploy === "") return { job, build: given("BUILD"), url: "" };
  return { job: `${job}-redeploy`, build: redeploy.slice(-5), url: "" };
}

/** What started the run: a branch, a tag or a pull request. */
export function thisSource() {
  return sourceOf(given("REF"));
}

export function sourceOf(ref) {
  const request = /^refs\/(?:pull|merge-requests)\/(\d+)\/head$/.exec(ref)?.[1] ?? "";
  if (request !== "") return { branch: `PR-${request}`, tag: "", pullRequest: request };
  const [branch, tag] = [/^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? "", /^refs\/tags\/(.+)$/.exec(ref)?.[1] ?? ""];
  return { branch, tag, pullRequest: "" };
}

export function thisCommit() {
  return given("COMMIT");
}

/** What distinguishes the branch of a merge request from those of other runs for the service. */
export function requestNumber() {
  return thisRun().build;
}

/** Why an older release may replace a newer one; empty for none. Only runs that an approver starts have a reason. */
export function rollbackReason() {
  return process.env.REASON ?? "";
}

/** Where the application is checked out. */
export function workspace() {
  return given("WORKSPACE");
}

/**
 * A record as a result. Kubernetes replaces $(NAME) and $$ in the variables of a container, and the names of artifacts can contain
 * them.
 */
export function recordText(record) {
  return JSON.stringify(record).replaceAll("$", "\\u0024");
}

/** Writes a result of the task. Tekton keeps at most 4096 bytes for all results of a task, each as a text of JSON. */
export function writeResult(name, text) {
  const size = Buffer.byteLength(JSON.stringify(text));
  if (size > 3300)
    fail(
      `The result ${name.toLowerCase()} has ${size} bytes, and Tekton keeps 4096 bytes for all results of a task. ` +
        "Let the artifacts of the source stage be fewer files, for example one archive.",
    );
  writeFileSync(given(`RESULT_${name}`), text);
}
