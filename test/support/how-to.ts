import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { Walk } from "./page-walk.ts";

const root = join(import.meta.dirname, "../..");

/** The start of a how-to: a copy of the example that the page names, or an empty folder. */
export function beginPage(page: string, more: Readonly<Record<string, string | undefined>> = {}): Walk {
  const home = mkdtempSync(join(tmpdir(), "stagewright-how-to-"));
  const example = /\.\.\/examples\/([a-z]+)/.exec(page)?.[1];
  const there = join(home, example ?? "application");
  if (example === undefined) mkdirSync(there);
  else cpSync(join(root, "examples", example), there, { recursive: true });
  if (example !== undefined) generateOutput(there);
  const command = join(home, "bin/stagewright");
  mkdirSync(join(home, "bin"));
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "dist/cli.js")}' "$@"\n`);
  chmodSync(command, 0o755);
  return new Walk(
    home,
    { PATH: `${join(home, "bin")}:${process.env.PATH}`, HOME: home, NO_COLOR: "1", ...more },
    there,
  );
}

/**
 * The start of a how-to whose reader has the runner that this user built. The cache needs the user's key next to it: a reader with
 * a key of their own would build the runner again, and replace the one that other tests are using.
 */
export async function beginPageWithRunner(page: string): Promise<Walk> {
  await buildRunner();
  const state = process.env.XDG_STATE_HOME ?? join(homedir(), ".local/state");
  return beginPage(page, { STAGEWRIGHT_CACHE: process.env.STAGEWRIGHT_CACHE, XDG_STATE_HOME: state });
}

/** An example's committed output leaves out the library and the manifest: a reader has the whole output. */
function generateOutput(folder: string): void {
  rmSync(join(folder, "out"), { recursive: true });
  execFileSync(process.execPath, [join(root, "dist/cli.js"), "generate", "--quiet", "--out", "out"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "ignore"],
  });
}
