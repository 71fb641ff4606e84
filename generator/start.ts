#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** The file with the command, named by the hash of its content. The build sets it. */
declare const STAGEWRIGHT_MAIN: string;
/** Settings of V8 for short runs. The build sets them. */
declare const STAGEWRIGHT_FLAGS: string;

interface Module {
  exports: unknown;
}
/** The function that each file assigns to `stagewright`, as a script or as a Node module. */
type Main = (module: Module, exports: unknown, require: (id: string) => unknown, file: string) => void;

/** Node 22.8 and later can cache compiled code. */
type CachingModule = typeof module & { readonly enableCompileCache?: () => void };

const debug = process.argv.includes("--debug");
const loaded = new Map<string, Module>();

/**
 * Half the time of a short run is the compilation of JavaScript. The build stores the compiled code next to each file. V8
 * uses it only if the same version created it; otherwise V8 compiles again.
 */
function load(id: string): unknown {
  const known = loaded.get(id);
  if (known !== undefined) return known.exports;
  const file = join(__dirname, id);
  const main = (debug ? null : cachedMain(file)) ?? requiredMain(file);
  const it: Module = { exports: {} };
  loaded.set(id, it);
  main(it, it.exports, requireFrom, file);
  return it.exports;
}

/** Loads a file with Node's own loader: only then do stack traces show the lines of the sources. */
function requiredMain(file: string): Main {
  require(file);
  return (globalThis as unknown as { stagewright: Main }).stagewright;
}

/** Loads the other files of the command like the first one. */
function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id) : require(id);
}

function cachedMain(file: string): Main | null {
  const cachedData = readIfExists(`${file}.cache`);
  if (cachedData === undefined) return null;
  // The file is ASCII, so each character is one byte.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
  if (script.cachedDataRejected === false) return script.runInThisContext() as Main;
  (module as CachingModule).enableCompileCache?.();
  return null;
}

function readIfExists(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

setFlagsFromString(STAGEWRIGHT_FLAGS);
if (debug) process.setSourceMapsEnabled(true);
load(STAGEWRIGHT_MAIN);
