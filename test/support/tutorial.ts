import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepsOf, Walk } from "./page-walk.ts";

const root = join(import.meta.dirname, "../..");

/** What the tutorial tells to do. */
export const tutorial = stepsOf(readFileSync(join(root, "docs/tutorial.md"), "utf8"));

/**
 * Where the tutorial begins: an empty folder with a packed stagewright. Nothing else of the machine is there, neither a home
 * nor a registry that answers, so that the package must be whole.
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
