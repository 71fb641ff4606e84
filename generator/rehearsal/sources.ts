import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { isSameRepository } from "../model/git-address.ts";
import type { JenkinsService } from "../targets/jenkins/jenkins-model.ts";

/**
 * The folder with a service's sources: the given one, the repository of the spec if it is the service's, or a folder
 * `apps/SERVICE` or `SERVICE` next to the platform spec. Throws a Failure if there is none.
 */
export function findSource(service: JenkinsService, given: string | null, specFolder: string, folder: string): string {
  if (given !== null) {
    if (existsSync(given) && statSync(given).isDirectory()) return given;
    throw new Failure(`--source: ${relative(folder, given) || given} is not a folder`, 1);
  }
  const root = repositoryRoot(specFolder);
  if (root !== null && addressesOf(root).some((address) => isSameRepository(address, service.git))) return root;
  const near = [join(specFolder, "apps", service.name), join(specFolder, service.name)].find((it) => existsSync(it));
  if (near !== undefined) return near;
  throw new Failure(
    `the sources of ${service.name} were not found`,
    1,
    `clone ${service.git} and run the command with --source <folder>, or use --dry`,
  );
}

function repositoryRoot(folder: string): string | null {
  return git(folder, "rev-parse", "--show-toplevel")?.trim() ?? null;
}

function addressesOf(root: string): readonly string[] {
  const lines = git(root, "remote", "-v")?.split("\n") ?? [];
  return lines.map((line) => line.split(/\s+/)[1] ?? "").filter((address) => address !== "");
}

/** The output of git, or null if it fails or is not installed. */
function git(folder: string, ...command: readonly string[]): string | null {
  try {
    return execFileSync("git", command, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return null;
  }
}
