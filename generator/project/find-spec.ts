import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The file name of the platform spec. */
export const DEFAULT_SPEC = "stagewright.yaml";

/**
 * The path of the nearest platform spec, relative to the folder: in the folder itself or in its parent folders, up to the
 * root of the git repository. Null if there is none. A parent folder's spec counts only if it has the owner of the folder:
 * in a folder that all users share, such as /tmp, another user could put a spec above.
 */
export function findSpec(folder: string): string | null {
  const owner = ownerOf(folder);
  const found = searchedFolders(folder).find(
    (it) => existsSync(join(it, DEFAULT_SPEC)) && (it === folder || ownerOf(join(it, DEFAULT_SPEC)) === owner),
  );
  return found === undefined ? null : relative(folder, join(found, DEFAULT_SPEC)).replaceAll("\\", "/");
}

/** The failure message when no platform spec exists: it names the folders that were searched. */
export function noSpecMessage(folder: string): string {
  const folders = searchedFolders(folder);
  const last = folders.at(-1) ?? folder;
  const parents = folders.length === 1 ? "" : ` or its parent folders up to ${last}`;
  return `there is no ${DEFAULT_SPEC} in ${folder}${parents}`;
}

/** The folder and its parent folders up to the root of the git repository; only the folder outside of a repository. */
function searchedFolders(folder: string): readonly string[] {
  const folders = [folder];
  for (let at = folder; !existsSync(join(at, ".git")); at = dirname(at)) {
    if (dirname(at) === at) return [folder];
    folders.push(dirname(at));
  }
  return folders;
}

function ownerOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.uid;
}
