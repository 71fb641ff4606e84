import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { SlowTool } from "../build-once.ts";

/** The linter of Tekton's objects, from npm. */
const LINT = "@ibm/tekton-lint@1.1.0";

/** A program of this repository that runs Tekton's own validation. */
export const tektonCheck = goProgram("check", "tekton-check", "Tekton's validation: a minute");

/** A program of this repository that prints what Tekton Chains signs. */
export const tektonChains = goProgram("chains", "tekton-chains", "the statements of Tekton Chains: some minutes");

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

/** A program in a folder next to this file; a change of its sources changes the name of its folder in the cache. */
function goProgram(path: string, name: string, title: string): SlowTool {
  const sources = join(import.meta.dirname, path);
  return {
    title,
    folder: `${name}-${hashOfSources(sources)}`,
    proof: name,
    build: (folder) => {
      const env = { CGO_ENABLED: "0", GOFLAGS: "-modcacherw -buildvcs=false" };
      return execa("go", ["build", "-ldflags", "-s -w", "-o", join(folder, name), "."], { cwd: sources, env });
    },
  };
}

function hashOfSources(program: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(program).sort()) hash.update(`${name}\n`).update(readFileSync(join(program, name)));
  return hash.digest("hex").slice(0, 16);
}
