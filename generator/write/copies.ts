import { Failure } from "../diagnostics/failure.ts";
import type { DiskFile, WantedFile } from "./disk.ts";
import { matches } from "./output-matches.ts";

/** A file in an executed folder that a user copied there from another generated file of the same repository. */
export interface Copy {
  readonly path: string;
  /** The generated file of which it is a copy. */
  readonly source: string;
  readonly shard: string;
  readonly wanted: WantedFile;
  /** Whether it is equal to the generated file. */
  readonly isCurrent: boolean;
}

interface Planned {
  readonly path: string;
  readonly shard: string;
  readonly wanted: WantedFile | null;
}

/** Compares the files that the specs plan elsewhere in the output folder, by the paths to which a user copies them. */
export function compareCopies(
  paths: readonly string[],
  sources: ReadonlyMap<string, string>,
  files: readonly Planned[],
  read: (path: string) => DiskFile | null,
): Copy[] {
  const planned = new Map(files.map((file) => [file.path, file]));
  return paths.flatMap((path) => {
    const { path: source = "", shard = "", wanted = null } = planned.get(sources.get(path) ?? "") ?? {};
    return wanted === null ? [] : [{ path, source, shard, wanted, isCurrent: isEqual(wanted, () => read(path)) }];
  });
}

function isEqual(wanted: WantedFile, read: () => DiskFile | null): boolean {
  try {
    const found = read();
    return found !== null && matches(found, wanted);
  } catch (error) {
    // A link is no copy.
    if (error instanceof Failure) return false;
    throw error;
  }
}
