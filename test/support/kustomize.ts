import { join } from "node:path";
import { execa } from "execa";
import { goProgram } from "./go-program.ts";

/** The folder that holds kustomize. */
export function kustomizeFolder(): Promise<string> {
  return goProgram("kustomize", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.1");
}

/** What `kustomize build` makes of an overlay. */
export async function kustomizeBuild(overlay: string): Promise<string> {
  const { stdout } = await execa(join(await kustomizeFolder(), "kustomize"), ["build", overlay]);
  return stdout;
}
