import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder } from "../../support/applications.ts";

const script = fileURLToPath(new URL("../tools/build.sh", import.meta.url));

/** The folder with Kubernetes, Argo CD, etcd and kwok; built once for each state of the script that builds them. */
export async function toolsFolder(): Promise<string> {
  const state = createHash("sha256")
    .update(await readFile(script))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), `delivery-${state}`);
  if (existsSync(join(folder, "argocd"))) return folder;
  console.log("Building Kubernetes, Argo CD, etcd and kwok: a quarter of an hour of processor time, once.");
  const building = `${folder}-${process.pid}`;
  await execa(script, [building], { stdio: ["ignore", "ignore", "inherit"] });
  await rename(building, folder);
  return folder;
}
