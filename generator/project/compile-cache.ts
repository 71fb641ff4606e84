import { resolve } from "node:path";
import type { Analysis, CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { executedFolders } from "../model/folders.ts";
import type { Console, Memory, Options } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import type { Comparison, FileStatus, ManifestEntry, Mode } from "../write/index.ts";
import { outputMatches } from "../write/output-matches.ts";
import { nameFor, readCacheFile, writeCacheFile } from "./cache-file.ts";
import type { Compiled } from "./compile-project.ts";
import { chosen, prefixOf, readInput, readPlatform } from "./inputs.ts";
import type { ReferencedPaths } from "./referenced-paths.ts";

/** The input and the result of a compile or of an analysis. Both are pure: the same input always has the same result. */
interface CacheEntry {
  readonly place: string;
  /** The build of stagewright that compiled. */
  readonly build: string;
  readonly referenced: ReferencedPaths;
  /** SHA-256 of the whole input. */
  readonly input: string;
  /** Warnings and notes; specs with errors are not cached. */
  readonly diagnostics: readonly Diagnostic[];
  /** The output folder after the run; null after a run that only validated. */
  readonly output: CachedOutput | null;
}

interface CachedOutput {
  /** The output folder, absolute. */
  readonly out: string;
  /** Number of generated files. */
  readonly generated: number;
}

type CachedFile = Pick<FileStatus, "path" | "wanted">;

/** All files in the output folder after the run, including the manifest and copies: each line of the cache file after the entry has one. */
type CachedFiles = ReadonlyMap<string, ManifestEntry>;

/** The cached result of an earlier run. */
export interface CacheHit {
  readonly compiled: Compiled<Analysis>;
  readonly out: string;
  readonly files: number;
}

type Place = Pick<Options, "spec" | "out" | "today" | "target">;

/** `analysis` is the result of `validate`, which does not check the site's own Groovy. */
type Kind = "compile" | "analysis";

/**
 * Reads the cached result if the input and the output folder have not changed since; else null, and a compile is
 * necessary.
 */
export async function readCache(options: Place, console: Console): Promise<CacheHit | null> {
  const hit = await readUnchanged("compile", options, console);
  if (hit === null || hit.output === null) return null;
  const { compiled, output, files } = hit;
  try {
    if (!outputMatches(output.out, files, executedFolders(files.keys()))) return null;
  } catch {
    return null;
  }
  return { compiled, out: output.out, files: output.generated };
}

/** Reads the cached findings of `validate` if the input has not changed since; else null. */
export async function readAnalysis(options: Place, console: Console): Promise<Compiled<Analysis> | null> {
  return (await readUnchanged("analysis", options, console))?.compiled ?? null;
}

async function readUnchanged(kind: Kind, options: Place, console: Console) {
  if (console.memory === null) return null;
  try {
    const { entry, files } = readEntry(kind, options, console, console.memory);
    const { place, build, referenced, input, diagnostics, output } = entry;
    if (place !== placeOf(kind, options, console) || build !== console.memory.build) return null;
    const platform = readPlatform(options, console);
    const { folder } = platform;
    const found = await readInput(platform, referenced, chosen(options, console));
    if (input !== digest(found)) return null;
    const project = { folder, prefix: prefixOf(folder, console), referenced, input: found };
    return { compiled: { project, result: { model: null, diagnostics } }, output, files };
  } catch {
    // The compile reports the problem with the proper message.
    return null;
  }
}

/** Writes the result of a compile to the cache, after the output was written. If that fails, the next run compiles again. */
export function writeCache(compiled: Compiled, out: string, files: Comparison, options: Place, console: Console): void {
  const hashes = new Map<string, string>();
  for (const { path, wanted } of files.files) if (wanted !== null) hashes.set(path, wanted.sha256);
  compiled.cache?.write(hashes);
  if (compiled.groovyUnchecked) return;
  const copies = files.copies.filter(({ isCurrent }) => isCurrent);
  const output = { out, generated: hashes.size };
  writeEntry("compile", compiled, output, options, console, [...files.files, ...files.shards, ...copies]);
}

/** Writes the findings of valid specs to the cache. */
export function writeAnalysis(analysed: Compiled<Analysis>, options: Place, console: Console): void {
  writeEntry("analysis", analysed, null, options, console);
}

function writeEntry(
  kind: Kind,
  { project, result }: Compiled<Analysis>,
  output: CachedOutput | null,
  options: Place,
  console: Console,
  files: readonly CachedFile[] = [],
): void {
  if (console.memory === null) return;
  const entry: CacheEntry = {
    place: placeOf(kind, options, console),
    build: console.memory.build,
    referenced: project.referenced,
    input: digest(project.input),
    diagnostics: result.diagnostics,
    output,
  };
  writeCacheFile(console.memory, nameOf(kind, options, console), encode(entry, files));
}

function* encode(entry: CacheEntry, files: readonly CachedFile[]): Generator<string> {
  yield `${JSON.stringify(entry)}\n`;
  // No path has a line break.
  for (const { path, wanted } of files) if (wanted !== null) yield `${wanted.sha256}${wanted.mode}${path}\n`;
}

function decodeFiles(lines: readonly string[]): CachedFiles {
  const files = new Map<string, ManifestEntry>();
  for (const line of lines) files.set(line.slice(68), { sha256: line.slice(0, 64), mode: line.slice(64, 68) as Mode });
  return files;
}

function digest(input: CompileInput): string {
  return sha256(JSON.stringify(input));
}

/** Throws if there is no valid entry. */
function readEntry(kind: Kind, options: Place, console: Console, memory: Memory) {
  const text = readCacheFile(memory, nameOf(kind, options, console))?.toString("utf8") ?? "";
  const [first = "", ...lines] = text.trimEnd().split("\n");
  return { entry: JSON.parse(first) as CacheEntry, files: decodeFiles(lines) };
}

function placeOf(kind: Kind, { spec, out, target }: Place, { folder }: Console): string {
  return JSON.stringify([
    kind,
    resolve(folder, spec),
    out === undefined ? null : resolve(folder, out),
    ...(target === undefined ? [] : [target]),
  ]);
}

/** Each kind, spec and output folder has its own cache file. */
function nameOf(kind: Kind, options: Place, console: Console): string {
  return `${nameFor(placeOf(kind, options, console))}.json`;
}
