#!/usr/bin/env node
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import type v8 from "node:v8";
import { Script } from "node:vm";
import { stateFolder } from "./project/cache-folder.ts";

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
type CachingModule = typeof module & {
  readonly enableCompileCache?: (folder: string) => void;
  readonly flushCompileCache?: () => void;
};

const debug = process.argv.includes("--debug");
const loaded = new Map<string, Module>();

/**
 * Half the time of a short run is the compilation of JavaScript. In a checkout, the build stores the compiled code next to
 * each file. V8 uses it only if the same version created it. Otherwise, Node stores the compiled code.
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

/** Loads the other files of the command like the first one. A run that compiles loads some, a run without changes none. */
function requireFrom(id: string): unknown {
  if (!id.startsWith("./")) return require(id);
  if (loaded.size === 1) setFlags();
  return load(id);
}

/** A cache of compiled code is valid only with the flags that were set when it was created, so Node stores the first file now. */
function setFlags(): void {
  (module as CachingModule).flushCompileCache?.();
  (require("node:v8") as typeof v8).setFlagsFromString(STAGEWRIGHT_FLAGS);
}

function cachedMain(file: string): Main | null {
  const cachedData = readIfExists(`${file}.cache`);
  // The file is ASCII, so each character is one byte.
  const script = cachedData && new Script(readFileSync(file, "latin1"), { filename: file, cachedData });
  if (script?.cachedDataRejected === false) return script.runInThisContext() as Main;
  enableNodeCache();
  return null;
}

/**
 * Node runs the code of its cache without a check, so the cache must not be in a folder that other users or restored caches
 * can write, such as Node's own default. A folder that cannot be written is no error: Node compiles again.
 */
function enableNodeCache(): void {
  const { enableCompileCache } = module as CachingModule;
  const state = enableCompileCache === undefined ? null : stateFolder();
  if (state === null) return;
  const folder = join(state, "code");
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    return;
  }
  enableCompileCache?.(folder);
}

function readIfExists(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

if (debug) process.setSourceMapsEnabled(true);
load(STAGEWRIGHT_MAIN);
