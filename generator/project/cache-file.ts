import type { Hmac } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Memory } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { largeParts } from "../write/large-parts.ts";
import { stateFolder } from "./cache-folder.ts";
import { CacheKey } from "./cache-key.ts";

/** Characters of a signature. */
const signatureLength = 64;

/** Maps a key to one of 256 file names, so that the cache stays small; another key with the same name overwrites the file. */
export function nameFor(key: string): string {
  return sha256(key).slice(0, 2);
}

/** Reads a file of the user's cache folder; null if it does not exist, or no run of this user wrote it. */
export function readCacheFile({ folder, keyFolder }: Memory, name: string): Buffer | null {
  try {
    const signed = readFileSync(join(folder, name));
    return CacheKey.read(keyFolder ?? stateFolder())?.verify(name, signed) ?? null;
  } catch {
    return null;
  }
}

/**
 * Writes a file to the user's cache folder atomically, in parts: the whole text of a large site needs much memory. Ignores
 * errors: a full disk or a missing home is not a failure.
 */
export function writeCacheFile({ folder, keyFolder }: Memory, name: string, text: Iterable<string | Buffer>): void {
  const path = join(folder, name);
  try {
    const key = CacheKey.read(keyFolder ?? stateFolder());
    if (key === null) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeSigned(`${path}.${process.pid}`, key.signer(name), text);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Without the cache file, the next run compiles again.
  }
}

/** Writes the signature last, before the text that it signs. */
function writeSigned(path: string, signer: Hmac, text: Iterable<string | Buffer>): void {
  const file = openSync(path, "w", 0o600);
  try {
    let end = signatureLength + 1;
    for (const part of largeParts(text)) {
      signer.update(part);
      for (let from = 0; from < part.length; ) {
        const written = writeSync(file, part, from, part.length - from, end);
        from += written;
        end += written;
      }
    }
    writeSync(file, `${signer.digest("hex")}\n`, 0);
  } finally {
    closeSync(file);
  }
}

/** The lines of a cache file. */
export function* linesOf(text: Buffer): Generator<Buffer> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    yield text.subarray(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
  }
}
