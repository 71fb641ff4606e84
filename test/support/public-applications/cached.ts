import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildOnce, type SlowTool } from "../build-once.ts";
import { cacheFolder } from "../cache-folder.ts";
import { nodePrograms, pythonPrograms } from "../source-tool-programs.ts";
import { createApplication, warmCaches } from "./create.ts";
import { publicApplications } from "./table.ts";

/** A change of the table or of the code that creates the applications changes the name of the folder. */
function hash(): string {
  const texts = ["table.ts", "create.ts"].map((name) => readFileSync(fileURLToPath(new URL(name, import.meta.url))));
  return createHash("sha256").update(Buffer.concat(texts)).digest("hex").slice(0, 16);
}

/** The folders of the package managers, for `PATH`: uv and Poetry, Yarn 1 and pnpm. */
export async function managerPath(): Promise<string> {
  await buildOnce(nodePrograms);
  await buildOnce(pythonPrograms);
  return builtManagers();
}

function builtManagers(): string {
  const [node, python] = [nodePrograms, pythonPrograms].map(({ folder }) => join(cacheFolder(), folder, "bin"));
  return [python, `${node}/yarn`, `${node}/pnpm`, process.env.PATH].join(":");
}

/** The caches of the tools in this folder. */
export function cachesIn(folder: string): string {
  return join(folder, "caches");
}

/** The applications of the tests of each change, with everything that their builds download. */
export const cachedApplications: SlowTool = {
  title: "the applications of public generators: a minute or two",
  folder: `applications-${hash()}`,
  proof: ".complete",
  inPlace: true,
  build: async (folder) => {
    // Only the owner of the cache's lock builds, so the managers must be there.
    const path = builtManagers();
    for (const application of publicApplications.filter(({ ci }) => ci)) {
      await createApplication(application, folder, cachesIn(folder), path);
      await warmCaches(application, folder, cachesIn(folder), path);
    }
    await writeFile(join(folder, ".complete"), "");
  },
};
