import { join } from "node:path";
import { execa } from "execa";
import { toolFolder } from "./slow-tools.ts";

/** The folder that contains kustomize. */
export function kustomizeFolder(): Promise<string> {
  return toolFolder("kustomize");
}

/** Returns the output of `kustomize build` for an overlay. */
export async function kustomizeBuild(overlay: string): Promise<string> {
  const { stdout } = await execa(join(await kustomizeFolder(), "kustomize"), ["build", overlay]);
  return stdout;
}
