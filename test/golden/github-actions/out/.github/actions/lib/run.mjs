// Runs one of the shared scripts. It gets the variables of the stage and the secrets of this step; its output is the log.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { fail, home, readStage, thisRun, thisSource, workspace } from "./context.mjs";
import { copyAll, find } from "./files.mjs";
import { loginAt } from "./oidc.mjs";
import { serviceVariables } from "./services.mjs";
import { numbered } from "./text.mjs";

const { settings, variables } = readStage();
const phase = settings.phases[process.env.STAGEWRIGHT_INPUT] ?? fail("The settings of the stage have no such phase.");
const scripts = join(dirname(fileURLToPath(import.meta.url)), "../scripts");
const build = phase.build === undefined ? null : settings.builds[phase.build];
const secrets = { ...secretsOfStep(), ...(await loginsOfStep()) };
const all = { ...place(), ...rollbackVariables(), ...variables, ...phase.variables, ...(build === null ? {} : buildVariables(build)), ...secrets };
const folder = build === null ? join(workspace(), phase.folder ?? "") : join(workspace(), "app", build.directory);
const contained = build !== null && build.toolImage !== "";
const failure = attempt(phase.label);
const problem = follow(failure);
rmSync(files(), { recursive: true, force: true });
if (build !== null) copyAll(reports(build), join(folder), join(home(), "reports", build.directory));
if (phase.report !== undefined) keepReport(phase.report);
if (problem !== null) fail(problem);

/** Runs the script. Returns why it failed; null if it did not. */
function attempt(label, more = {}) {
  const { status, signal, error } = spawnSync("sh", [join(scripts, phase.script)], {
    cwd: folder,
    env: { ...inherited(), ...all, ...(contained ? containedVariables() : {}), ...more },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (error) return `${label} could not start: ${error.message}`;
  return status === 0 ? null : sentence(label, status, signal);
}

/** Runs the commands after the command of a custom stage. The stage fails with the error of the first command that failed. */
function follow(failed) {
  let first = failed;
  for (const name of failed === null ? ["always"] : ["onFailure", "always"]) {
    if (build?.[name] === undefined) continue;
    const reason = attempt(name, { COMMAND: build[name] });
    if (reason !== null) process.stdout.write(`The command ${name} failed${first === null ? "" : ", too"}.\n`);
    first ??= reason;
  }
  return first;
}

/** The runner's variables, without those with which a script could change the steps after it, or act as this run. */
function inherited() {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:STAGEWRIGHT_|INPUT_|ACTIONS_)/.test(name) &&
      !["GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_STEP_SUMMARY", "GITHUB_TOKEN"].includes(name),
  );
  return Object.fromEntries(kept);
}

/** The names that the scripts use for the place of a build. */
function place() {
  const { job, build: number, url } = thisRun();
  return {
    WORKSPACE: workspace(),
    WORKSPACE_TMP: home(),
    NODE_NAME: process.env.RUNNER_NAME ?? "",
    JOB_NAME: job.slice(1),
    BUILD_NUMBER: number,
    BUILD_URL: url,
  };
}

/** What the scripts of a handoff print if the environment has a newer release. */
function rollbackVariables() {
  const { kind, service, stage } = settings;
  if (kind !== "deploy") return {};
  return { HOW_TO_ROLL_BACK: `To roll back, start the workflow ${service}.${stage}.yml with ROLLBACK_REASON.` };
}

function files() {
  return join(home(), "secrets");
}

/** The secrets of this step. A secret file is private, and removed after the script. */
function secretsOfStep() {
  const found = {};
  mkdirSync(files(), { recursive: true, mode: 0o700 });
  for (const [name, value] of Object.entries(process.env)) {
    const variable = /^STAGEWRIGHT_SECRET_(.+)$/.exec(name)?.[1];
    const file = /^STAGEWRIGHT_FILE_(.+)$/.exec(name)?.[1];
    if ((variable ?? file) !== undefined && value === "")
      fail(`The secret for ${variable ?? file} is empty. Create it in the environment of this stage; see github-actions/settings.md.`);
    if (variable !== undefined) found[variable] = value;
    if (file === undefined) continue;
    found[file] = join(files(), file);
    writeFileSync(found[file], value.endsWith("\n") ? value : `${value}\n`, { mode: 0o600 });
  }
  return found;
}

/** The logins without a stored password. */
async function loginsOfStep() {
  const found = {};
  for (const login of phase.oidc ?? []) {
    const { user, password } = await loginAt(login);
    Object.assign(found, { [login.user]: user, [login.password]: password });
  }
  return found;
}

function buildVariables(it) {
  // Anyone may open a pull request, so its builds must not write to the cache or the home folder of other builds. The cache of a
  // runner of GitHub is a copy, which the workflow saves only for other builds than those of pull requests.
  const open = thisSource().pullRequest !== "";
  return {
    ...settings.environment,
    ...it.environment,
    ...serviceVariables(settings, it.toolImage),
    ...numbered("ARGUMENT", it.arguments),
    STATE: join(home(), "source"),
    COMMAND: it.command,
    CACHE: cacheFolder(settings, it.tool) || (open ? "" : it.cache),
    PRIVATE_HOME: open || it.privateHome ? "true" : "",
    SITE_PATH: it.toolImage === "" ? settings.path : "",
    BUILD_JAVA_HOME: it.javaHome,
    ...releaseOf(),
  };
}

/** A custom stage gets the values of the release, which a variable of the stage cannot replace. */
function releaseOf() {
  const { STATE: _state, SITE_PATH: _path, ARTIFACTS: _artifacts, ...release } = variables;
  return release;
}

/** The variables of a build in a container of its tool's image. */
function containedVariables() {
  const script = readFileSync(join(scripts, `source/${build.tool}.sh`), "utf8");
  writeFileSync(join(home(), "build.sh"), script);
  return { TOOL_IMAGE: build.toolImage, CONTAINED: Object.keys(all).join(" ") };
}

function reports(it) {
  return existsSync(folder) && it.tests.length > 0 ? find(folder, it.tests) : [];
}

/** Keeps the report of a tool, even if the tool fails. */
function keepReport(name) {
  if (existsSync(join(all.STATE, name))) copyAll([name], all.STATE, join(home(), "reports"));
}

function sentence(label, status, signal) {
  const path = join(all.STATE, "failure");
  if (existsSync(path)) return readFileSync(path, "utf8").trim();
  return `${label} failed with ${signal === null ? `exit code ${status}` : signal}; see the log above.`;
}
