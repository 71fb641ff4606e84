// The variables of the scripts: a file for each script, in a folder that only the first step of a pod can write to. A value is
// quoted, so it cannot become a command.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { home, stageFolder, thisRun, workspace } from "./context.mjs";

/** The names that the scripts use for the place of a build. */
export function place() {
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

/** Writes the variables of a script, and the folder in which it runs. */
export function writeVariables(id, folder, values) {
  const lines = Object.entries({ ...values, STAGEWRIGHT_FOLDER: folder }).map(([name, value]) => exported(name, String(value ?? "")));
  mkdirSync(stageFolder(), { recursive: true });
  writeFileSync(join(stageFolder(), `${id}.env`), lines.join(""));
}

/** An assignment of the shell. */
function exported(name, value) {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Error(`${JSON.stringify(name)} is not the name of a variable`);
  return `export ${name}='${value.replaceAll("'", "'\\''")}'\n`;
}
