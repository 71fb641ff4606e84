import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { toolFolder } from "../slow-tools.ts";

/** The folder of the replacement for trivy, which no package registry serves. */
export const standIns = fileURLToPath(new URL("bin", import.meta.url));

/** The folder with syft, cosign, buildx and BuildKit. */
export function imageToolsFolder(): Promise<string> {
  return toolFolder("imageTools");
}

/**
 * Makes `folder` with a `docker` that has the buildx of `tools`, as if it were in a folder of the system. Tests do not
 * write there, so this client adds it to the configuration with which it is called. Returns the folder, for `PATH`.
 */
export async function dockerWithBuildx(folder: string, tools: string): Promise<string> {
  const { stdout: real } = await execa("which", ["docker"]);
  const lines = [
    "#!/bin/sh",
    'plugins="${DOCKER_CONFIG:?}/cli-plugins"',
    `mkdir -p "$plugins" && ln -sf '${tools}/docker-buildx' "$plugins/docker-buildx"`,
    `exec '${real}' "$@"`,
  ];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "docker"), `${lines.join("\n")}\n`);
  await chmod(join(folder, "docker"), 0o755);
  return folder;
}
