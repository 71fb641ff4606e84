// Prepares a stage: computes the variables of its scripts.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { home, readStage, thisSource, workspace } from "./context.mjs";
import { verifyVariables } from "./provenance.mjs";
import { numbered } from "./text.mjs";
import { place, writeVariables } from "./variables.mjs";

mkdirSync(join(home(), "home"), { recursive: true, mode: 0o700 });
// The program that all targets share reads the records of this folder.
mkdirSync(join(home(), "records", "before"), { recursive: true });
await import("./begin.mjs");
const { settings, record, variables } = readStage();
for (const [id, phase] of Object.entries(settings.phases)) {
  const build = phase.build === undefined ? null : settings.builds[phase.build];
  const folder = build === null ? join(workspace(), phase.folder ?? "") : join(workspace(), "app", build.directory);
  const values = { ...place(), ...variables, ...phase.variables, ...ownVariables(id, build) };
  writeVariables(id, folder, values);
  for (const name of ["onFailure", "always"])
    if (build?.[name] !== undefined) writeVariables(`${id}.${name}`, folder, { ...values, COMMAND: build[name] });
}

/** The variables of one script. */
function ownVariables(id, build) {
  if (build !== null) return buildVariables(build);
  if (id !== "verify") return rollbackVariables();
  return { ...verifyVariables(settings.verify, record), STATE: join(home(), "verify") };
}

/** What the scripts of a handoff print if the environment has a newer release. */
function rollbackVariables() {
  if (settings.kind !== "deploy") return {};
  const pipeline = `${process.env.STAGEWRIGHT_PIPELINE}-redeploy`;
  const exists = "It exists if the owner of the stage has approvers.";
  return { HOW_TO_ROLL_BACK: `To roll back, start a run of the pipeline ${pipeline} with a reason. ${exists}` };
}

function buildVariables(it) {
  // Anyone may open a pull request, so its builds have a private home folder.
  const open = thisSource().pullRequest !== "";
  return {
    ...settings.environment,
    ...it.environment,
    ...serviceVariables(),
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

/** The host and port of each service container: all containers of the pod share one network. */
function serviceVariables() {
  const variables = (settings.services ?? []).flatMap(({ name, port }) => {
    const prefix = name.toUpperCase().replaceAll("-", "_");
    return [
      [`${prefix}_HOST`, "127.0.0.1"],
      [`${prefix}_PORT`, String(port)],
    ];
  });
  return Object.fromEntries(variables);
}

/** A custom stage gets the values of the release, which a variable of the stage cannot replace. */
function releaseOf() {
  const { STATE: _state, SITE_PATH: _path, ARTIFACTS: _artifacts, ...release } = variables;
  return release;
}
