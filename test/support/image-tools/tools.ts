import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { cacheFolder } from "../applications.ts";

const script = fileURLToPath(new URL("build.sh", import.meta.url));

/** The folder of the stand-in for trivy, which no package registry serves. */
export const standIns = fileURLToPath(new URL("bin", import.meta.url));

/** The folder with syft, cosign, buildx and BuildKit; built once for each state of the script that builds them. */
export async function imageToolsFolder(): Promise<string> {
  const state = createHash("sha256")
    .update(await readFile(script))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cacheFolder(), `image-tools-${state}`);
  if (existsSync(join(folder, "docker-buildx"))) return folder;
  console.log("Building syft, cosign, buildx and BuildKit: some minutes of processor time, once.");
  const building = `${folder}-${process.pid}`;
  await execa(script, [building], { stdio: ["ignore", "ignore", "inherit"] });
  await rename(building, folder);
  return folder;
}
