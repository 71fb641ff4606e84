import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "./applications.ts";

/** The folder that holds kustomize, built once from its Go module into the cache. */
export async function kustomizeFolder(): Promise<string> {
  const folder = join(cacheFolder(), "kustomize-5.8.1");
  if (existsSync(join(folder, "kustomize"))) return folder;
  const building = `${folder}-${process.pid}`;
  await mkdir(building, { recursive: true });
  const install = ["install", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.1"];
  await execa("go", install, { env: { GOBIN: building, GOFLAGS: "-modcacherw" } });
  await rename(building, folder).catch(() => {});
  return folder;
}

/** What `kustomize build` makes of an overlay. */
export async function kustomizeBuild(overlay: string): Promise<string> {
  const { stdout } = await execa(join(await kustomizeFolder(), "kustomize"), ["build", overlay]);
  return stdout;
}
