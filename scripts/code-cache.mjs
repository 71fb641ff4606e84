// What V8 made of the command during a whole run, for the next runs to begin with. Run as a script, it is that run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** What stands before and after a CommonJS file's text; V8 takes a cache for the very same text only. */
export const wrapper = ["(function(exports,require,__filename){", "\n})"];

const self = fileURLToPath(import.meta.url);
const example = fileURLToPath(new URL("../examples/shop", import.meta.url));

/** The cache for a bundle of the command, made by generating the example into a folder that is then removed. */
export function codeCache(main) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-build-"));
  try {
    const [out, cache] = [join(folder, "out"), join(folder, "cache")];
    const command = ["generate", "--quiet", "--spec", join(example, "stagewright.yaml"), "--out", out];
    const { status } = spawnSync(process.execPath, [self, main, cache, ...command], { stdio: "inherit" });
    if (status !== 0) console.warn("The example is not generated; starts will be a little slower.");
    return readFileSync(cache);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the bundle as `generator/start.ts` does, then keeps what was compiled on the way. */
function record([main, cache, ...command]) {
  process.argv = [process.execPath, main, ...command];
  const script = new Script(wrapper.join(readFileSync(main, "latin1")), { filename: main });
  process.once("exit", () => writeFileSync(cache, script.createCachedData()));
  script.runInThisContext()({}, createRequire(main), main);
}

if (process.argv[1] === self) record(process.argv.slice(2));
