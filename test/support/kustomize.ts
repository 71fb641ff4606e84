import { join } from "node:path";
import { execa } from "execa";
import { toolFolder } from "./slow-tools.ts";

/** The folders of kustomize and of yq, which edits the overlay, for `PATH`. */
export async function kustomizePath(): Promise<string> {
  return [await toolFolder("kustomize"), await toolFolder("yq")].join(":");
}

/** Returns the output of `kustomize build` for an overlay. */
export async function kustomizeBuild(overlay: string): Promise<string> {
  const { stdout } = await execa(join(await toolFolder("kustomize"), "kustomize"), ["build", overlay]);
  return stdout;
}
