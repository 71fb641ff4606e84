import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { SlowTool } from "../build-once.ts";

const program = join(import.meta.dirname, "check");
/** The linter of Tekton's objects, from npm. */
const LINT = "@ibm/tekton-lint@1.1.0";

/** A program of this repository that runs Tekton's own validation; a change of its sources changes the folder's name. */
export const tektonCheck: SlowTool = {
  title: "Tekton's validation: a minute",
  folder: `tekton-check-${hashOfSources()}`,
  proof: "tekton-check",
  build: (folder) => {
    const env = { CGO_ENABLED: "0", GOFLAGS: "-modcacherw -buildvcs=false" };
    return execa("go", ["build", "-ldflags", "-s -w", "-o", join(folder, "tekton-check"), "."], { cwd: program, env });
  },
};

/** tekton-lint with its dependencies. */
export const tektonLint: SlowTool = {
  title: "tekton-lint",
  folder: `tekton-lint-${LINT.slice(LINT.lastIndexOf("@") + 1)}`,
  proof: ".complete",
  build: async (folder) => {
    await execa("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", LINT]);
    await writeFile(join(folder, ".complete"), "");
  },
};

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(program).sort()) hash.update(`${name}\n`).update(readFileSync(join(program, name)));
  return hash.digest("hex").slice(0, 16);
}
