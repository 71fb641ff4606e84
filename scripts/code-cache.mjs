// What V8 made of the command during a whole run, for the next runs to begin with. Run as a script, it is that run.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const self = fileURLToPath(import.meta.url);
const example = fileURLToPath(new URL("../examples/shop", import.meta.url));

/** Writes FILE.cache beside each file of the command that a run loads, made by generating the example into a folder that is then removed. */
export function writeCodeCaches(main) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-build-"));
  try {
    const command = ["generate", "--quiet", "--spec", join(example, "stagewright.yaml"), "--out", join(folder, "out")];
    // What there is to say of the example's specs is not the build's to say.
    const { status, stderr } = spawnSync(process.execPath, [self, main, ...command], { encoding: "utf8" });
    if (status !== 0) console.warn(`${stderr}The example is not generated; starts will be a little slower.`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the command as `generator/start.ts` does, then keeps what was compiled on the way. */
function record([main, ...command]) {
  process.argv = [process.execPath, main, ...command];
  const require = createRequire(main);
  const load = (file) => {
    const script = new Script(readFileSync(file, "latin1"), { filename: file });
    process.once("exit", () => writeFileSync(`${file}.cache`, script.createCachedData()));
    const module = { exports: {} };
    const requireFrom = (id) => (id.startsWith("./") ? load(join(main, "..", id)) : require(id));
    script.runInThisContext()(module, module.exports, requireFrom, file);
    return module.exports;
  };
  load(main);
}

if (process.argv[1] === self) record(process.argv.slice(2));
