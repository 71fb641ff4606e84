// Prepares a stage: computes the variables of its scripts, and writes them to a file for each script. Only this step can write to
// the folder of these files. A value is quoted, so it cannot become a command.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { home, readStage, stageFolder, thisRun, thisSource, workspace } from "./context.mjs";
import { numbered } from "./text.mjs";

mkdirSync(join(home(), "home"), { recursive: true, mode: 0o700 });
// The program that all targets share reads the records of this folder.
mkdirSync(join(home(), "records", "before"), { recursive: true });
await import("./begin.mjs");
const { settings, variables } = readStage();
for (const [id, phase] of Object.entries(settings.phases)) {
  const build = phase.build === undefined ? null : settings.builds[phase.build];
  const folder = build === null ? join(workspace(), phase.folder ?? "") : join(workspace(), "app", build.directory);
  const all = { ...place(), ...variables, ...phase.variables, ...(build === null ? {} : buildVariables(build)) };
  const lines = Object.entries({ ...all, STAGEWRIGHT_FOLDER: folder }).map(([name, value]) => exported(name, String(value ?? "")));
  writeFileSync(join(stageFolder(), `${id}.env`), lines.join(""));
}

/** An assignment of the shell. */
function exported(name, value) {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is not the name of a variable`);
  return `export ${name}='${value.replaceAll("'", "'\\''")}'\n`;
}

/** The names that the scripts use for the place of a build. */
function place() {
  const { job, build, url } = thisRun();
  return {
    WORKSPACE: workspace(),
    WORKSPACE_TMP: home(),
    NODE_NAME: process.env.NODE_NAME ?? "",
    JOB_NAME: job.slice(1),
    BUILD_NUMBER: build,
    BUILD_URL: url,
  };
}

function buildVariables(it) {
  // Anyone may open a pull request, so its builds have a private home folder.
  const open = thisSource().pullRequest !== "";
  return {
    ...settings.environment,
    ...it.environment,
    ...numbered("ARGUMENT", it.arguments),
    STATE: join(home(), "source"),
    COMMAND: it.command,
    CACHE: it.cache,
    PRIVATE_HOME: open || it.privateHome ? "true" : "",
    SITE_PATH: "",
    BUILD_JAVA_HOME: it.javaHome,
    ...releaseOf(),
  };
}

/** A custom stage gets the values of the release, which a variable of the stage cannot replace. */
function releaseOf() {
  const { STATE: _state, SITE_PATH: _path, ...release } = variables;
  return release;
}
