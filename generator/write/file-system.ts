import * as fs from "node:fs";
import { dirname } from "node:path";

/** The calls through which `write/` reads and changes the output; a test hands in one that fails at any of them. */
export type FileSystem = Pick<
  typeof fs,
  | "chmodSync"
  | "closeSync"
  | "fsyncSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readdirSync"
  | "readFileSync"
  | "renameSync"
  | "rmdirSync"
  | "unlinkSync"
  | "writeFileSync"
>;

/** Node's own file system. */
export const nodeFileSystem: FileSystem = fs;

/** Removes a file, where there is one. Node's `rmSync` loads on its first call what removes whole folders: milliseconds. */
export function removeIfThere(path: string, fs: FileSystem): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** What a failed call says: `ENOENT`. Undefined for anything that no call of the system threw. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Makes a folder and those above it; returns the topmost that it made. By one call for each: where a system says that
 * there is nothing in a folder that is there (/proc), Node's own recursion never ends.
 */
export function makeFolders(folder: string, fs: FileSystem): string | undefined {
  try {
    fs.mkdirSync(folder);
    return folder;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return undefined;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
  }
  const top = makeFolders(dirname(folder), fs);
  fs.mkdirSync(folder);
  return top ?? folder;
}
