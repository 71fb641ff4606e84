import * as fs from "node:fs";
import { dirname } from "node:path";

/** The file system calls of `write/`; tests replace them with calls that fail. */
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

/** Removes a file if it exists. Node's `rmSync` is slower: its first call loads the code that removes folders. */
export function removeIfThere(path: string, fs: FileSystem): void {
  try {
    fs.unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** The code of a failed system call: `ENOENT`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/**
 * Creates a folder and the missing folders above it; returns the topmost one that it created. Does not use Node's
 * `recursive` option, which never ends in file systems such as /proc that report ENOENT for an existing folder.
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
