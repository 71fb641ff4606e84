import { resolve } from "node:path";
import type { Analysis, CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { executedFolders } from "../model/folders.ts";
import type { Console, Memory, Options } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import type { Comparison, FileStatus, ManifestEntry } from "../write/index.ts";
import { outputMatches } from "../write/output-matches.ts";
import { nameFor, readCacheFile, writeCacheFile } from "./cache-file.ts";
import type { Compiled } from "./compile-project.ts";
import { chosen, prefixOf, readInput, readPlatform } from "./inputs.ts";
import type { ReferencedPaths } from "./referenced-paths.ts";

/** The input and the result of a compile. A compile is pure: the same input always has the same result. */
interface CacheEntry {
  readonly place: string;
  /** The build of stagewright that compiled. */
  readonly build: string;
  readonly referenced: ReferencedPaths;
  /** SHA-256 of the whole input. */
  readonly input: string;
  /** Warnings and notes; specs with errors are not cached. */
  readonly diagnostics: readonly Diagnostic[];
  /** The output folder, absolute. */
  readonly out: string;
  /** Number of generated files. */
  readonly generated: number;
  /** All files in the output folder after the run, including the manifest. */
  readonly files: readonly (readonly [path: string, entry: ManifestEntry])[];
}

/** The cached result of an earlier run. */
export interface CacheHit {
  readonly compiled: Compiled<Analysis>;
  readonly out: string;
  readonly files: number;
}

type Place = Pick<Options, "spec" | "out" | "today" | "target">;

/**
 * Reads the cached result if the input and the output folder have not changed since; else null, and a compile is
 * necessary.
 */
export async function readCache(options: Place, console: Console): Promise<CacheHit | null> {
  if (console.memory === null) return null;
  try {
    const { place, build, referenced, input, diagnostics, out, generated, files } = readEntry(
      options,
      console,
      console.memory,
    );
    if (place !== placeOf(options, console) || build !== console.memory.build) return null;
    const platform = readPlatform(options, console);
    const { folder } = platform;
    const found = await readInput(platform, referenced, chosen(options, console));
    const recorded = new Map(files);
    if (input !== digest(found) || !outputMatches(out, recorded, executedFolders(recorded.keys()))) return null;
    const project = { folder, prefix: prefixOf(folder, console), referenced, input: found };
    return { compiled: { project, result: { model: null, diagnostics } }, out, files: generated };
  } catch {
    // The compile reports the problem with the proper message.
    return null;
  }
}

/** Writes the result of a compile to the cache, after the output was written. If that fails, the next run compiles again. */
export function writeCache(compiled: Compiled, out: string, files: Comparison, options: Place, console: Console) {
  const { project, result, groovyUnchecked = false } = compiled;
  if (console.memory === null || groovyUnchecked) return;
  const entries = (statuses: readonly FileStatus[]) =>
    statuses.flatMap(({ path, wanted }) =>
      wanted === null ? [] : [[path, { sha256: wanted.sha256, mode: wanted.mode }] as const],
    );
  const generated = entries(files.files);
  const entry: CacheEntry = {
    place: placeOf(options, console),
    build: console.memory.build,
    referenced: project.referenced,
    input: digest(project.input),
    diagnostics: result.diagnostics,
    out,
    generated: generated.length,
    files: [...generated, ...entries(files.shards)],
  };
  writeCacheFile(console.memory, nameOf(options, console), JSON.stringify(entry));
}

function digest(input: CompileInput): string {
  return sha256(JSON.stringify(input));
}

/** Throws if there is no valid entry. */
function readEntry(options: Place, console: Console, memory: Memory): CacheEntry {
  return JSON.parse(readCacheFile(memory, nameOf(options, console)) ?? "") as CacheEntry;
}

function placeOf({ spec, out, target }: Place, { folder }: Console): string {
  const place = [resolve(folder, spec), out === undefined ? null : resolve(folder, out)];
  return JSON.stringify(target === undefined ? place : [...place, target]);
}

/** Each spec and output folder has its own cache file. */
function nameOf(options: Place, console: Console): string {
  return `${nameFor(placeOf(options, console))}.json`;
}
