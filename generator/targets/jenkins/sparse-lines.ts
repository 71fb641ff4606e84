import type { Checkout } from "../../model/service.ts";

/**
 * The git plugin gives these lines to git-lfs as the files to download and to leave out. git-lfs then leaves out every file in a
 * folder, unless a line has a comma: then it gets no filter, and downloads the files of all folders.
 */
const UNFILTERED = "# For git-lfs, this is no filter, because of its comma.";

/**
 * The lines of git's file `sparse-checkout`, as `git sparse-checkout set --cone` writes them: the files of the root, those next to
 * each folder, and the folders. None for a checkout of the whole repository.
 */
export function sparseLines({ sparse, lfs }: Checkout): string[] {
  if (sparse.length === 0) return [];
  const folders = [...sparse].sort().filter((folder) => !parentsOf(folder).some((parent) => sparse.includes(parent)));
  const parents = [...new Set(folders.flatMap(parentsOf))].sort();
  return [
    ...(lfs ? [UNFILTERED] : []),
    "/*",
    "!/*/",
    ...parents.flatMap((parent) => [`/${parent}/`, `!/${parent}/*/`]),
    ...folders.map((folder) => `/${folder}/`),
  ];
}

/** The folders above a folder, the highest first. */
function parentsOf(folder: string): string[] {
  const names = folder.split("/");
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join("/"));
}
