import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../write/hash.ts";

/** Maps a key to one of 256 file names, so that the cache stays small; another key with the same name overwrites the file. */
export function nameFor(key: string): string {
  return sha256(key).slice(0, 2);
}

/** Writes a file to the user's cache folder atomically. Ignores errors: a full disk or a missing home is not a failure. */
export function writeCacheFile(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Without the cache file, the next run compiles again.
  }
}
