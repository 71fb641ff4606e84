import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Analysis, CompileInput } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Console, Options } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import type { Comparison, FileStatus, ManifestEntry } from "../write/index.ts";
import { outputMatches } from "../write/output-matches.ts";
import { keepText, nameFor } from "./cache-file.ts";
import type { Compiled } from "./compile-project.ts";
import { prefixOf, readInput, readPlatform } from "./inputs.ts";
import type { Beside } from "./referenced-paths.ts";

/** What a compile made of which texts. A compile is pure: of the same texts it makes the same again. */
interface Memory {
  readonly place: string;
  /** The very stagewright that compiled. */
  readonly build: string;
  readonly beside: Beside;
  /** SHA-256 of all that it was given. */
  readonly input: string;
  /** Warnings and notes; what has errors is not compiled. */
  readonly diagnostics: readonly Diagnostic[];
  /** The output folder, absolute. */
  readonly out: string;
  /** How many files were emitted. */
  readonly emitted: number;
  /** All that lay there afterwards, the manifest too. */
  readonly files: readonly (readonly [path: string, entry: ManifestEntry])[];
}

/** What a run needs not compile to know. */
export interface Known {
  readonly compiled: Compiled<Analysis>;
  readonly out: string;
  readonly files: number;
}

type Place = Pick<Options, "spec" | "out" | "today">;

/**
 * The output folder, where it holds what an earlier run compiled and nothing that was compiled has changed since; null
 * where that is not so or not known, and a compile has to tell.
 */
export async function recall(options: Place, console: Console): Promise<Known | null> {
  if (console.memory === null) return null;
  try {
    const { place, build, beside, input, diagnostics, out, emitted, files } = read(options, console);
    if (place !== placeOf(options, console) || build !== console.memory.build) return null;
    const { folder, platform } = readPlatform(options, console);
    const found = await readInput(folder, platform, beside, options.today ?? console.today);
    if (input !== digest(found) || !outputMatches(out, new Map(files))) return null;
    const project = { folder, prefix: prefixOf(folder, console), beside, input: found };
    return { compiled: { project, result: { model: null, diagnostics } }, out, files: emitted };
  } catch {
    // Whatever is wrong, the compile finds it under its name.
    return null;
  }
}

/** Keeps what a compile made, once the output folder holds it; where it cannot be kept, the next run compiles. */
export function keep(compiled: Compiled, out: string, files: Comparison, options: Place, console: Console) {
  const { project, result, unheld = false } = compiled;
  if (console.memory === null || unheld) return;
  const entries = (statuses: readonly FileStatus[]) =>
    statuses.flatMap(({ path, wanted }) =>
      wanted === null ? [] : [[path, { sha256: wanted.sha256, mode: wanted.mode }] as const],
    );
  const emitted = entries(files.files);
  const memory: Memory = {
    place: placeOf(options, console),
    build: console.memory.build,
    beside: project.beside,
    input: digest(project.input),
    diagnostics: result.diagnostics,
    out,
    emitted: emitted.length,
    files: [...emitted, ...entries(files.shards)],
  };
  keepText(console.memory.folder, nameOf(options, console), JSON.stringify(memory));
}

function digest(input: CompileInput): string {
  return sha256(JSON.stringify(input));
}

function read(options: Place, console: Console): Memory {
  return JSON.parse(readFileSync(join(console.memory?.folder ?? "", nameOf(options, console)), "utf8")) as Memory;
}

function placeOf({ spec, out }: Place, { folder }: Console): string {
  return JSON.stringify([resolve(folder, spec), out === undefined ? null : resolve(folder, out)]);
}

/** A file for each spec and output folder. */
function nameOf(options: Place, console: Console): string {
  return `${nameFor(placeOf(options, console))}.json`;
}
