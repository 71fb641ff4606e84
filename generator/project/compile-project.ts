import { resolve } from "node:path";
import { type Analysis, type CompileResult, compile, readValue } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import type { Model } from "../model/model.ts";
import type { EmittedFile } from "../render/file.ts";
import type { Console, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import type { Expected } from "../write/index.ts";
import { sha256 } from "../write/index.ts";
import { pathObjection } from "../write/paths.ts";
import { loadProject, type Project } from "./project.ts";

/** A project with what its specs were found to say or to compile to. */
export interface Compiled<Result extends Analysis = CompileResult> {
  readonly project: Project;
  readonly result: Result;
  /** Set where own Groovy could not be looked at: the next run has to try again. */
  readonly unheld?: true;
}

/** What is needed to compare with the output folder or to write to it. */
export interface Output {
  readonly model: Model;
  readonly files: readonly EmittedFile[];
  /** The output folder, absolute. */
  readonly out: string;
  readonly expected: Expected;
}

/** Reads and compiles the specs. Throws a Failure where a spec cannot be read. */
export async function compileProject(options: Options, console: Console): Promise<Compiled> {
  const project = await loadProject(options, console);
  const services = project.input.services.length;
  return { project, result: working(["compiling", services, "services"], console, () => compile(project.input)) };
}

/** The same; what a site has of its own Groovy is held to the dialect. */
export async function compileHeld(options: Options, console: Console): Promise<Compiled> {
  const compiled = await compileProject(options, console);
  const files = compiled.result.model?.library.ownPart?.files ?? [];
  if (!files.some(({ path }) => path.endsWith(".groovy"))) return compiled;
  return (await import("./lint-own-groovy.ts")).holdOwnGroovy(compiled, console);
}

/** The output of a clean compile; null where errors stand in the way. Throws a Failure for a folder outside the repository. */
export function outputOf({ project, result }: Compiled, options: Options, console: Console): Output | null {
  const { files, model } = result;
  if (files === null || model === null) return null;
  // A shell's variable that is not set would mean the folder that one is in.
  if (options.out === "") throw new Failure("--out names no folder", 1, "leave it out, or name one; . is this one");
  const out = options.out === undefined ? specOut(model, project) : resolve(console.folder, options.out);
  return {
    model,
    files,
    out,
    expected: { files, tool: console.version, inputs: (shard) => inputsOf(shard, model, project) },
  };
}

function specOut(model: Model, project: Project): string {
  const { directory } = model.pipelines;
  const objection = directory === "" ? null : pathObjection(directory);
  if (objection !== null)
    throw new Failure(`pipelines.directory: "${directory}" ${objection}`, 1, "name a folder below the spec's own");
  return resolve(project.folder, directory);
}

/**
 * A service's shard depends on its own spec; what the platform spec adds shows in `site`, so that a platform change
 * that emits nothing new for a service leaves its shard alone. Values are hashed, not text: a comment changes nothing.
 */
function inputsOf(shard: string, model: Model, { input }: Project): ReadonlyMap<string, string> {
  const name = shard.split("/").at(-1);
  const service = shard.includes("/") ? model.services.find((it) => it.name === name) : undefined;
  const spec = input.services.find((it) => it.path === service?.specFile) ?? input.platform;
  const own = shard === "library" && input.own !== undefined ? [input.own] : [];
  return new Map([
    [spec.path, sha256(JSON.stringify(readValue(spec)))],
    ...own.map(({ folder, files }) => [`${folder}/`, sha256(JSON.stringify(files))] as const),
  ]);
}
