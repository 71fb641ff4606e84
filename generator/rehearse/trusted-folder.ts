import { createHash } from "node:crypto";
import { chmodSync, lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stateFolder } from "../project/cache-folder.ts";
import { CacheKey } from "../project/cache-key.ts";

/** Folders that this process built. */
const built = new Set<string>();

/** Signs the content of a folder of programs that this user built. */
export async function trust(folder: string): Promise<void> {
  built.add(folder);
  // On some systems, the group can write new files.
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    chmodSync(path, lstatSync(path).mode & 0o755);
  const signed = CacheKey.read(stateFolder())?.sign(basename(folder), contentOf(folder));
  if (signed !== undefined) writeFileSync(`${folder}.sums`, signed, { mode: 0o600 });
}

/** Whether a folder of programs is as this user built it: its files have the signed hashes, and no one else can change them. */
export async function isTrusted(folder: string): Promise<boolean> {
  if (built.has(folder)) return true;
  try {
    const signed = readFileSync(`${folder}.sums`);
    const content = CacheKey.read(stateFolder())?.verify(basename(folder), signed)?.toString("utf8") ?? null;
    return isPrivate(folder) && content === contentOf(folder);
  } catch {
    return false;
  }
}

/** The name and the SHA-256 of each file. Throws for anything that is not a file of this user. */
function contentOf(folder: string): string {
  const names = readdirSync(folder).sort();
  return names
    .map((name) => {
      const path = join(folder, name);
      if (!lstatSync(path).isFile() || !isPrivate(path)) throw new Error(`${path} is not a file of this user`);
      return `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${name}\n`;
    })
    .join("");
}

/** Whether only this user can change a file or folder. */
function isPrivate(path: string): boolean {
  if (process.getuid === undefined) return true;
  const { uid, mode } = lstatSync(path);
  return uid === process.getuid() && (mode & 0o022) === 0;
}
