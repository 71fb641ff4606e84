// Writes V8 code caches for the command, so that it starts faster. Run as a script, this file runs the command and records
// the caches.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

const self = fileURLToPath(import.meta.url);
const example = fileURLToPath(new URL("../examples/shop", import.meta.url));

/**
 * V8 optimizes a function after it has run this many bytes of its code, four times the usual number. Otherwise, a sixth of the
 * time of a short run goes to optimized code that hardly runs. V8 uses a code cache only with the flags that created it. They are
 * set when the command loads its second file: loading the module that sets them costs more than a run without changes saves.
 */
export const v8Flags = "--interrupt-budget=540672";

/** Writes FILE.cache next to each file that the command loads to generate the example. */
export function writeCodeCaches(main) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-build-"));
  try {
    const command = ["generate", "--quiet", "--spec", join(example, "stagewright.yaml"), "--out", join(folder, "out")];
    // The diagnostics of the example's specs are not part of the build's output.
    const { status, stderr } = spawnSync(process.execPath, [self, main, ...command], { encoding: "utf8" });
    if (status !== 0)
      console.warn(
        `${stderr}The example cannot be generated, so the command starts without code caches and is slower.`,
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command as `generator/start.ts` does, and writes the code cache of each loaded file at the end. */
function record([main, ...command]) {
  process.argv = [process.execPath, main, ...command];
  const require = createRequire(main);
  let writeFirst = null;
  const load = (file) => {
    const script = new Script(readFileSync(file, "latin1"), { filename: file });
    const write = () => writeFileSync(`${file}.cache`, script.createCachedData());
    if (file === main) writeFirst = write;
    else process.once("exit", write);
    const module = { exports: {} };
    const requireFrom = (id) => {
      if (!id.startsWith("./")) return require(id);
      writeFirst?.();
      if (writeFirst !== null) setFlagsFromString(v8Flags);
      writeFirst = null;
      return load(join(main, "..", id));
    };
    script.runInThisContext()(module, module.exports, requireFrom, file);
    return module.exports;
  };
  load(main);
}

if (process.argv[1] === self) record(process.argv.slice(2));
