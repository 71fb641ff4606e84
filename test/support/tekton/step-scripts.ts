import { spawnSync } from "node:child_process";
import { objectsOf, type TektonObject, type TektonTree } from "./trees.ts";

interface Container {
  readonly name: string;
  readonly script?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

interface TaskSpec {
  readonly steps?: readonly Container[];
  readonly sidecars?: readonly Container[];
}

/** Variables that Tekton replaces with paths of its own; all others can contain any text. */
const safe = /^\$\((workspaces|results|step\.results)\.[^)]+\.path\)$/;

/**
 * The places where Tekton would replace a variable inside a script or a command. There, a text of a release or of an event would
 * become code: a task passes such values in environment variables.
 */
export function substitutedCode(tree: TektonTree): readonly string[] {
  return containersOf(tree).flatMap(([place, { script = "", command = [], args = [] }]) =>
    [script, ...command, ...args]
      .flatMap((text) => text.match(/\$\([a-z][A-Za-z0-9_-]*(\.|\[)[^)]*\)/g) ?? [])
      .filter((variable) => !safe.test(variable))
      .map((variable) => `${place}: ${variable}`),
  );
}

/** What shellcheck reports about the scripts of steps. */
export function scriptFindings(tree: TektonTree): readonly string[] {
  const scripts = new Map(containersOf(tree).map(([place, { script = "" }]) => [script, place]));
  return [...scripts].flatMap(([script, place]) => {
    const shell = /^#!.*\bbash\b/.test(script) ? "bash" : "sh";
    // SC1091: a file that exists only in the pod.
    const args = [`--shell=${shell}`, "--severity=style", "--exclude=SC1091", "--format=gcc", "-"];
    const { stdout } = spawnSync("shellcheck", args, { input: script, encoding: "utf8" });
    return stdout.trim() === "" ? [] : [`${place}: ${stdout.trim()}`];
  });
}

/** The steps and sidecars of a tree, with their place. */
function containersOf(tree: TektonTree): (readonly [place: string, container: Container])[] {
  return objectsOf(tree).flatMap((object) =>
    taskSpecsOf(object)
      .flatMap(({ steps = [], sidecars = [] }) => [...steps, ...sidecars])
      .map((it) => [`${object.kind} ${object.metadata.name}: ${it.name}`, it] as const),
  );
}

function taskSpecsOf({ kind, spec }: TektonObject): readonly TaskSpec[] {
  if (kind === "Task") return [spec];
  if (kind !== "Pipeline") return [];
  const tasks: readonly { readonly taskSpec?: TaskSpec }[] = [...(spec.tasks ?? []), ...(spec.finally ?? [])];
  return tasks.flatMap(({ taskSpec }) => taskSpec ?? []);
}
