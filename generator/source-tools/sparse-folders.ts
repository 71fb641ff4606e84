import { sourceToolNamed } from "./index.ts";

/** A build of a source stage. */
interface Build {
  readonly tool: string;
  readonly directory?: string;
}

/**
 * All folders of a sparse checkout: those of the spec, and those that the tools of the builds read by themselves. A tool looks for them
 * in the folder of its build and in each folder above it.
 */
export function sparseFolders(listed: readonly string[], builds: readonly Build[]): string[] {
  const read = builds.flatMap(({ tool, directory = "." }) =>
    placesOf(directory)
      .filter((place) => place === "" || listed.some((it) => it.startsWith(place)))
      .flatMap((place) => (sourceToolNamed(tool)?.folders ?? []).map((name) => `${place}${name}`)),
  );
  const missing = read.filter((it) => !listed.some((folder) => `${it}/`.startsWith(`${folder}/`)));
  return [...new Set([...listed, ...missing])];
}

/** The root of the repository and the folders on the way to a directory, as prefixes of paths: "", "backend/". */
function placesOf(directory: string): string[] {
  const names = directory.split("/").filter((name) => name !== "" && name !== ".");
  return ["", ...names.map((_, index) => `${names.slice(0, index + 1).join("/")}/`)];
}
