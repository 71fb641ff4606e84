#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** The file that holds the command, named by its content; put in by the build. */
declare const STAGEWRIGHT_MAIN: string;

interface Module {
  exports: unknown;
}
/** What each file sets `stagewright` to, as a script or as a module of Node's. */
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
  const main = (debug ? null : cachedMain(file)) ?? requiredMain(file);
  const it: Module = { exports: {} };
  loaded.set(id, it);
  main(it, it.exports, requireFrom, file);
  return it.exports;
}

/** Only files that Node itself loads have their stacks told in the lines of the sources. */
function requiredMain(file: string): Main {
  require(file);
  return (globalThis as unknown as { stagewright: Main }).stagewright;
}

/** The command's other files are loaded as the first one is. */
function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id) : require(id);
}

function cachedMain(file: string): Main | null {
  const cachedData = readIfThere(`${file}.cache`);
  if (cachedData === undefined) return null;
  // The file is ASCII; read as such, a character is a byte.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
  if (script.cachedDataRejected === false) return script.runInThisContext() as Main;
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

if (debug) process.setSourceMapsEnabled(true);
load(STAGEWRIGHT_MAIN);
