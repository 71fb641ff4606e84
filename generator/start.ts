#!/usr/bin/env node
import { readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** The file that holds the whole command, named by its content; put in by the build. */
declare const STAGEWRIGHT_MAIN: string;
/** What stands before and after the file's text, as when the build compiled it. */
declare const STAGEWRIGHT_WRAPPER: readonly [string, string];

type Main = (exports: object, require: NodeJS.Require, file: string) => void;

/** Node 22.8 and later keep compiled code by themselves. */
type CachingModule = typeof module & { readonly enableCompileCache?: () => void };

/**
 * Half of a short run is compiling JavaScript. The build keeps that work beside the file; V8 takes it only from the
 * very version that made it, and compiles anew otherwise.
 */
function start(): void {
  const file = join(__dirname, STAGEWRIGHT_MAIN);
  const debug = process.argv.includes("--debug");
  const script = debug ? null : cachedScript(file);
  if (script !== null) {
    (script.runInThisContext() as Main)({}, require, file);
    return;
  }
  // Only files that Node itself loads have their stacks told in the lines of the sources.
  if (debug) process.setSourceMapsEnabled(true);
  (module as CachingModule).enableCompileCache?.();
  require(file);
}

function cachedScript(file: string): Script | null {
  const cachedData = readIfThere(`${file}.cache`);
  if (cachedData === undefined) return null;
  // The file is ASCII; read as such, a character is a byte.
  const text = STAGEWRIGHT_WRAPPER.join(readFileSync(file, "latin1"));
  const script = new Script(text, { filename: file, cachedData });
  return script.cachedDataRejected === false ? script : null;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

start();
