import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../write/file-system.ts";

/** Names and stars, a folder's at a time: what almost every spec has, such as `services/*.yaml`. */
const plain = /^[\w.*-]+(\/[\w.*-]+)*$/;

/**
 * The files that globs name, by their paths from the folder, sorted. Plain globs are looked up here: loading the
 * library that knows all others takes as long as reading the specs.
 */
export async function findFiles(globs: readonly string[], folder: string): Promise<string[]> {
  if (globs.every(isPlain)) {
    const found = globs.flatMap((glob) => filesAt(folder, glob.split("/"), ""));
    return [...new Set(found)].sort();
  }
  const { globSync } = await import("tinyglobby");
  return globSync(globs, { cwd: folder, onlyFiles: true, expandDirectories: false }).sort();
}

function isPlain(glob: string): boolean {
  return plain.test(glob) && !glob.includes("**") && !glob.split("/").some((part) => /^\.\.?$/.test(part));
}

function filesAt(folder: string, [part = "", ...rest]: readonly string[], below: string): string[] {
  return namesAt(folder, part).flatMap((name) => {
    const path = join(folder, name);
    if (rest.length > 0) return filesAt(path, rest, `${below}${name}/`);
    return ifThere(() => statSync(path, { throwIfNoEntry: false }))?.isFile() ? [below + name] : [];
  });
}

/** A star stands for any characters, but for no dot that begins a name. */
function namesAt(folder: string, part: string): readonly string[] {
  if (!part.includes("*")) return [part];
  const pattern = part.replaceAll(".", "\\.").replaceAll("*", ".*");
  const name = new RegExp(part.startsWith("*") ? `^(?!\\.)${pattern}$` : `^${pattern}$`, "s");
  return namesIn(folder).filter((it) => name.test(it));
}

/** The names in a folder, sorted; none where there is none. */
export function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder).sort()) ?? [];
}

/** Nothing, where what is read is not there, lies in no folder or is a link to itself. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|ELOOP)$/.test(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
