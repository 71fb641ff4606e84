import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../write/hash.ts";

/** One of 256 names for each key: what is kept cannot grow, and a stranger's is overwritten. */
export function nameFor(key: string): string {
  return sha256(key).slice(0, 2);
}

/** Keeps a text in the user's cache folder, whole or not at all: a home without room, or none, is no fault. */
export function keepText(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.${process.pid}`, text, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // Nothing depends on it: the next run does the work again.
  }
}
