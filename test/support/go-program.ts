import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "./applications.ts";

/** The folder that holds a Go program, built once from its module (`…/kustomize/v5@v5.8.1`) into the cache. */
export async function goProgram(name: string, module: string): Promise<string> {
  const folder = join(cacheFolder(), `${name}-${module.split("@v").at(-1)}`);
  if (existsSync(join(folder, name))) return folder;
  const building = `${folder}-${process.pid}`;
  await mkdir(building, { recursive: true });
  const environment = { GOBIN: building, GOFLAGS: "-modcacherw", CGO_ENABLED: "0" };
  await execa("go", ["install", "-ldflags", "-s -w", module], { env: environment });
  await rename(building, folder).catch(() => {});
  return folder;
}
