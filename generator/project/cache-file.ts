import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Memory } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { stateFolder } from "./cache-folder.ts";
import { CacheKey } from "./cache-key.ts";

/** Maps a key to one of 256 file names, so that the cache stays small; another key with the same name overwrites the file. */
export function nameFor(key: string): string {
  return sha256(key).slice(0, 2);
}

/** Reads a file of the user's cache folder; null if it does not exist, or no run of this user wrote it. */
export function readCacheFile({ folder, keyFolder }: Memory, name: string): string | null {
  try {
    const signed = readFileSync(join(folder, name), "utf8");
    return CacheKey.read(keyFolder ?? stateFolder())?.verify(name, signed) ?? null;
  } catch {
    return null;
  }
}

/** Writes a file to the user's cache folder atomically. Ignores errors: a full disk or a missing home is not a failure. */
export function writeCacheFile({ folder, keyFolder }: Memory, name: string, text: string): void {
  const path = join(folder, name);
  try {
    const key = CacheKey.read(keyFolder ?? stateFolder());
    if (key === null) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${process.pid}`, key.sign(name, text), { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Without the cache file, the next run compiles again.
  }
}
