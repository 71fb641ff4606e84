import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder } from "../../support/applications.ts";

/** The folder with Kubernetes, Argo CD, etcd and kwok. */
export function toolsFolder(): Promise<string> {
  return built("build.sh", "delivery", "Kubernetes, Argo CD, etcd and kwok: a quarter of an hour");
}

/** The folder with Argo Rollouts' controller, and its CRDs. */
export function rolloutsFolder(): Promise<string> {
  return built("build-rollouts.sh", "rollouts", "Argo Rollouts: a few minutes");
}

/** A folder of the cache that a script fills; once for each state of the script. */
async function built(name: string, what: string, told: string): Promise<string> {
  const script = fileURLToPath(new URL(`../tools/${name}`, import.meta.url));
  const state = createHash("sha256")
    .update(await readFile(script))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), `${what}-${state}`);
  if (existsSync(folder)) return folder;
  console.log(`Building ${told} of processor time, once.`);
  const building = `${folder}-${process.pid}`;
  await execa(script, [building], { stdio: ["ignore", "ignore", "inherit"] });
  await rename(building, folder);
  return folder;
}
