import { Failure } from "../diagnostics/failure.ts";
import type { GeneratedFile } from "../render/file.ts";
import { readDiskFile, WantedFile } from "./disk.ts";
import { type FileSystem, nodeFileSystem } from "./file-system.ts";
import { isInterrupted } from "./journal.ts";
import { listShards, type ManifestEntry, shardPath } from "./manifest.ts";
import { Containment } from "./paths.ts";
import { unplannedFiles } from "./unplanned.ts";

/**
 * Whether the output folder contains exactly these files, no other manifest shard, no other file in the executed folders
 * and no unfinished run.
 */
export function outputMatches(
  out: string,
  files: ReadonlyMap<string, ManifestEntry>,
  executed: readonly string[] = [],
  fs: FileSystem = nodeFileSystem,
): boolean {
  const containment = new Containment(out, fs);
  if (isInterrupted(containment, fs)) return false;
  if (!listShards(containment, fs).every((shard) => files.has(shardPath(shard)))) return false;
  if (unplannedFiles(executed, (path) => files.has(path), containment, fs).length > 0) return false;
  return [...files].every(([path, entry]) => {
    const found = readDiskFile(containment, path, fs);
    return found !== null && matches(found, entry);
  });
}

/** Whether one of the files is missing in the output folder, or has another content or mode. Compares up to the first one. */
export function anyDiffers(
  containment: Containment,
  files: readonly GeneratedFile[],
  fs: FileSystem = nodeFileSystem,
): boolean {
  try {
    return files.some((file) => {
      const found = readDiskFile(containment, file.path, fs);
      return found === null || !matches(found, new WantedFile(file));
    });
  } catch (error) {
    // The comparison of all files reports the problem.
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Whether a file has the hash and mode of a manifest entry. */
export function matches(found: ManifestEntry, entry: ManifestEntry): boolean {
  return sameMode(found, entry) && found.sha256 === entry.sha256;
}

/** Whether two modes are equal; always true on Windows, which has no modes. */
export function sameMode(found: Pick<ManifestEntry, "mode">, { mode }: Pick<ManifestEntry, "mode">): boolean {
  return found.mode === mode || process.platform === "win32";
}
