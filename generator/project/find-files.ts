import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { errorCode } from "../write/file-system.ts";

/** Matches globs of names and stars only, such as `services/*.yaml`; almost every spec uses these. */
const plain = /^[\w.*-]+(\/[\w.*-]+)*$/;

/**
 * Returns the files that match the globs: paths relative to the folder, sorted. Plain globs are resolved here because
 * loading the glob library takes as long as reading the specs.
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

/** A star matches any characters, except for a dot at the beginning of a name. */
function namesAt(folder: string, part: string): readonly string[] {
  if (!part.includes("*")) return [part];
  const pattern = part.replaceAll(".", "\\.").replaceAll("*", ".*");
  const name = new RegExp(part.startsWith("*") ? `^(?!\\.)${pattern}$` : `^${pattern}$`, "s");
  return namesIn(folder).filter((it) => name.test(it));
}

/** Returns the sorted names in a folder; empty if the folder does not exist. */
export function namesIn(folder: string): string[] {
  return ifThere(() => readdirSync(folder).sort()) ?? [];
}

/** Returns undefined if the path does not exist, is not in a folder, or is a link to itself. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|ELOOP)$/.test(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
