import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The file name of the platform spec. */
export const DEFAULT_SPEC = "stagewright.yaml";

/**
 * The path of the nearest platform spec, relative to the folder: in the folder itself or in its parent folders, up to the
 * root of the git repository. Null if there is none.
 */
export function findSpec(folder: string): string | null {
  const found = searchedFolders(folder).find((it) => existsSync(join(it, DEFAULT_SPEC)));
  return found === undefined ? null : relative(folder, join(found, DEFAULT_SPEC)).replaceAll("\\", "/");
}

/** The failure message when no platform spec exists: it names the folders that were searched. */
export function noSpecMessage(folder: string): string {
  const folders = searchedFolders(folder);
  const last = folders.at(-1) ?? folder;
  const parents = folders.length === 1 ? "" : ` or its parent folders up to ${last}`;
  return `there is no ${DEFAULT_SPEC} in ${folder}${parents}`;
}

/** The folder and its parent folders, up to the root of the git repository or of the file system. */
function searchedFolders(folder: string): readonly string[] {
  const parent = dirname(folder);
  return existsSync(join(folder, ".git")) || parent === folder ? [folder] : [folder, ...searchedFolders(parent)];
}
