import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepsOf, Walk } from "./page-walk.ts";

const root = join(import.meta.dirname, "../..");

/** The steps of the tutorial. */
export const tutorial = stepsOf(readFileSync(join(root, "docs/tutorial.md"), "utf8"));

/**
 * The start of the tutorial: an empty folder with a packed stagewright. The home folder is empty and no registry is available,
 * so the test fails if the package needs another one.
 */
export function beginTutorial(): Walk {
  const home = mkdtempSync(join(tmpdir(), "stagewright-tutorial-"));
  execFileSync("npm", ["pack", "--ignore-scripts", "--silent", "--pack-destination", home], { cwd: root });
  return new Walk(home, {
    PATH: process.env.PATH,
    HOME: home,
    NO_COLOR: "1",
    npm_config_registry: "http://127.0.0.1:9",
  });
}
