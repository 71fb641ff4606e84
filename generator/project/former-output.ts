import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { git } from "../write/git.ts";
import { manifestFolder } from "../write/index.ts";
import { pathObjection } from "../write/paths.ts";
import type { Project } from "./project.ts";

const manifest = `${manifestFolder}/site.json`;

/**
 * Other output folders of a spec, relative to its folder: those of an earlier `pipelines.directory`. Finds those that git tracks.
 * None outside of repositories. It runs git, so call it only for a new output folder.
 */
export function formerOutputs({ folder, input }: Pick<Project, "folder" | "input">, out: string): string[] {
  const spec = basename(input.platform.path);
  return trackedManifests(folder)
    .map((path) => dirname(dirname(dirname(path))))
    .filter((path) => path === "." || pathObjection(path) === null)
    .filter((path) => join(folder, path) !== out && existsSync(join(folder, path, manifest)))
    .filter((path) => !belongsToAnother(folder, path, spec));
}

function trackedManifests(folder: string): string[] {
  try {
    const paths = git(folder, ["ls-files", "-z", "--", `:(glob)**/${manifest}`]);
    return paths.split("\0").filter((path) => path !== "");
  } catch {
    return [];
  }
}

/** Whether a folder below that of the spec contains a spec of its own, in it or above the output folder. */
function belongsToAnother(folder: string, path: string, spec: string): boolean {
  for (let at = path; at !== "."; at = dirname(at)) if (existsSync(join(folder, at, spec))) return true;
  return false;
}
