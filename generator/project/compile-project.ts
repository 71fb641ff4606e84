import { resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { type Analysis, type CompileResult, compile, namedJobs, readValue, targetFacts } from "../compile.ts";
import { Failure } from "../diagnostics/failure.ts";
import { executedFolders } from "../model/folders.ts";
import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import type { GeneratedFile } from "../render/file.ts";
import type { Console, Options } from "../terminal/console.ts";
import { working } from "../terminal/progress.ts";
import type { Expected } from "../write/index.ts";
import { sha256 } from "../write/index.ts";
import { pathObjection } from "../write/paths.ts";
import { loadProject, type Project } from "./project.ts";
import { Repository } from "./repository.ts";
import { ServiceCache } from "./service-cache.ts";

/** A project and the result of analysing or compiling its specs. */
export interface Compiled<Result extends Analysis = CompileResult> {
  readonly project: Project;
  readonly result: Result;
  /** What this run knows about services, for the next run; null without a cache. */
  readonly cache?: ServiceCache | null;
  /** True if the site's own Groovy could not be checked: the next run tries again. */
  readonly groovyUnchecked?: true;
}

/** The generated files and the folder to compare them with or to write them to. */
export interface Output {
  readonly model: Model;
  readonly files: readonly GeneratedFile[];
  /** The output folder, absolute. */
  readonly out: string;
  readonly expected: Expected;
}

/**
 * A site with this many services needs less memory if the heap grows to 1.6 times of what it contains before V8 collects all
 * garbage, and not to four times. This costs 7 to 10 % of CPU, so smaller sites do without it.
 */
const largeSite = 3000;

/** Reads and compiles the specs. Throws a Failure if a spec cannot be read. */
export async function compileProject(options: Options, console: Console): Promise<Compiled> {
  const project = await loadProject(options, console);
  const services = project.input.services.length;
  if (services >= largeSite) setFlagsFromString("--heap-growing-percent=60");
  const cache = ServiceCache.read(options.spec, project.input, console);
  const compileAll = () => compile(project.input, "platform", cache);
  return { project, cache, result: working(["compiling", services, "services"], console, compileAll) };
}

/** Reads and compiles the specs, and checks the site's own Groovy. */
export async function compileAndLint(options: Options, console: Console): Promise<Compiled> {
  const compiled = await compileProject(options, console);
  const files = compiled.result.model?.library.ownPart?.files ?? [];
  if (!files.some(({ path }) => path.endsWith(".groovy"))) return compiled;
  return (await import("./lint-own-groovy.ts")).lintOwnGroovy(compiled, console);
}

/** The output of a compile; null if there are errors. Throws a Failure for a folder outside the repository. */
export function outputOf({ project, result }: Compiled, options: Options, console: Console): Output | null {
  const { files, model } = result;
  if (files === null || model === null) return null;
  // An unset shell variable must not select the current folder.
  if (options.out === "")
    throw new Failure("--out is empty", 1, "omit it or specify a folder, such as . for the current one");
  const out = options.out === undefined ? specOut(model, project) : resolve(console.folder, options.out);
  new Repository(project.folder).checkLinks(out, "the output folder");
  return {
    model,
    files,
    out,
    expected: {
      files,
      tool: console.version,
      inputs: inputsBy(model, project),
      jobs: () => new Map(namedJobs(model).map(({ path, service }) => [path, service])),
      executed: executedFolders(files.map(({ path }) => path)),
      copies: () => copiesIn(model),
    },
  };
}

/** The files that belong to the repository of an application, by their paths there, if it is also the pipelines repository. */
function copiesIn(model: Model): ReadonlyMap<string, string> {
  const { git } = model.pipelines;
  const same = targetFacts(model).repositories.filter((it) => isSameRepository(it.git, git));
  return new Map(same.map(({ path, file }) => [path.replace(/^\//, ""), file]));
}

function specOut(model: Model, project: Project): string {
  const { directory } = model.pipelines;
  const objection = directory === "" ? null : pathObjection(directory);
  if (objection !== null)
    throw new Failure(
      `pipelines.directory: "${directory}" ${objection}`,
      1,
      "specify a folder below the spec's folder",
    );
  return resolve(project.folder, directory);
}

/**
 * The shard of a service depends on its own spec only; shards `site` and `jobs` on the platform spec. So a platform change
 * that does not change a service's files does not change its shard. Values are hashed, not text: comments have no effect.
 */
function inputsBy(model: Model, { input }: Project): Expected["inputs"] {
  const files = new Map(model.services.map(({ name, specFile }) => [name, specFile]));
  const specs = new Map(input.services.map((it) => [it.path, it]));
  const hashes = new Map<string, string>();
  return (shard) => {
    const file = shard.includes("/") ? files.get(shard.split("/").at(-1) ?? "") : undefined;
    const spec = specs.get(file ?? "") ?? input.platform;
    const hash = hashes.get(spec.path) ?? sha256(JSON.stringify(readValue(spec)));
    hashes.set(spec.path, hash);
    const own = shard === "library" && input.own !== undefined ? [input.own] : [];
    return new Map([
      [spec.path, hash],
      ...own.map(({ folder, files: all }) => [`${folder}/`, sha256(JSON.stringify(all))] as const),
    ]);
  };
}
