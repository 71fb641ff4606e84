import { fileURLToPath } from "node:url";
import { toolFolder } from "../slow-tools.ts";

/** The folder of the replacement for trivy, which no package registry serves. */
export const standIns = fileURLToPath(new URL("bin", import.meta.url));

/** The folder with syft, cosign, buildx and BuildKit. */
export function imageToolsFolder(): Promise<string> {
  return toolFolder("imageTools");
}
