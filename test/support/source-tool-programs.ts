import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { SlowTool } from "./build-once.ts";

/** The versions of the programs that source tools run. */
const NODE_PROGRAMS = { yarn: "npm:yarn@1.22.22", berry: "npm:@yarnpkg/cli-dist@4.10.3", pnpm: "npm:pnpm@10.20.0" };
const PYTHON_PROGRAMS = ["uv==0.9.7", "poetry==2.2.1"];

/** Yarn 1, a later Yarn and pnpm from npm; the folders `yarn`, `berry` and `pnpm` each contain one program. */
export const nodePrograms: SlowTool = {
  title: "Yarn and pnpm",
  folder: "node-programs-1",
  proof: ".complete",
  inPlace: true,
  build: async (folder) => {
    const packages = Object.entries(NODE_PROGRAMS).map(([name, version]) => `${name}@${version}`);
    await execa("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", ...packages]);
    const scripts = { yarn: "yarn/bin/yarn.js", berry: "berry/bin/yarn.js", pnpm: "pnpm/bin/pnpm.cjs" };
    for (const [name, script] of Object.entries(scripts)) {
      const program = join(folder, "bin", name, name === "berry" ? "yarn" : name);
      await mkdir(join(folder, "bin", name), { recursive: true });
      await writeFile(program, `#!/bin/sh\nexec node '${join(folder, "node_modules", script)}' "$@"\n`);
      await chmod(program, 0o755);
    }
    await writeFile(join(folder, ".complete"), "");
  },
};

/** uv and Poetry from PyPI. */
export const pythonPrograms: SlowTool = fromPyPi("uv and Poetry", "python-programs-1", PYTHON_PROGRAMS);

/** The program that uploads packages to an index of Python. */
export const twine: SlowTool = fromPyPi("twine", "twine-7.0.0", ["twine==7.0.0"]);

/** The linter of workflows, from PyPI. */
export const zizmor: SlowTool = fromPyPi("zizmor", "zizmor-1.32.0", ["zizmor==1.32.0"]);

/** Programs from PyPI, in a virtual environment. */
function fromPyPi(title: string, name: string, programs: readonly string[]): SlowTool {
  return {
    title,
    folder: name,
    proof: ".complete",
    inPlace: true,
    build: async (folder) => {
      await execa("python3", ["-m", "venv", "--clear", folder]);
      const options = ["--quiet", "--disable-pip-version-check"];
      await execa(join(folder, "bin/python"), ["-m", "pip", "install", ...options, ...programs]);
      await writeFile(join(folder, ".complete"), "");
    },
  };
}
