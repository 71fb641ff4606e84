#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** The file that holds the command, named by its content; put in by the build. */
declare const STAGEWRIGHT_MAIN: string;
/** What stands before and after a file's text, as when the build compiled it. */
declare const STAGEWRIGHT_WRAPPER: readonly [string, string];

interface Module {
  exports: unknown;
}
type Main = (module: Module, exports: unknown, require: (id: string) => unknown, file: string) => void;

/** Node 22.8 and later keep compiled code by themselves. */
type CachingModule = typeof module & { readonly enableCompileCache?: () => void };

const debug = process.argv.includes("--debug");
const loaded = new Map<string, Module>();

/**
 * Half of a short run is compiling JavaScript. The build keeps that work beside each file; V8 takes it only from the
 * very version that made it, and compiles anew otherwise.
 */
function load(id: string): unknown {
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const file = join(__dirname, id);
  const script = debug ? null : cachedScript(file);
  if (script === null) return require(file);
  const it: Module = { exports: {} };
  loaded.set(id, it);
  (script.runInThisContext() as Main)(it, it.exports, requireFrom, file);
  return it.exports;
}

/** The command's other files are loaded as the first one is. */
function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id) : require(id);
}

function cachedScript(file: string): Script | null {
  const cachedData = readIfThere(`${file}.cache`);
  if (cachedData === undefined) return null;
  // The file is ASCII; read as such, a character is a byte.
  const text = STAGEWRIGHT_WRAPPER.join(readFileSync(file, "latin1"));
  const script = new Script(text, { filename: file, cachedData });
  if (script.cachedDataRejected === false) return script;
  (module as CachingModule).enableCompileCache?.();
  return null;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

// Only files that Node itself loads have their stacks told in the lines of the sources.
if (debug) process.setSourceMapsEnabled(true);
load(STAGEWRIGHT_MAIN);
