import * as fs from "node:fs";
import { dirname } from "node:path";

/** The file system calls of `write/`; tests replace them with calls that fail. */
export type FileSystem = Pick<
  typeof fs,
  | "chmodSync"
  | "closeSync"
  | "fstatSync"
  | "fsyncSync"
  | "linkSync"
  | "lstatSync"
  | "mkdirSync"
  | "openSync"
  | "readdirSync"
  | "readFileSync"
  | "renameSync"
  | "rmdirSync"
  | "unlinkSync"
  | "utimesSync"
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

/** Reads a file; null if it does not exist. */
export function readIfThere(path: string, fs: FileSystem): Buffer | null {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** The sorted names in a folder; empty if the folder does not exist. */
export function namesIn(folder: string, fs: FileSystem): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** Returns the entries of a folder, sorted by name; empty if the folder does not exist. */
export function entriesIn(folder: string, system: FileSystem): fs.Dirent[] {
  try {
    const entries = system.readdirSync(folder, { withFileTypes: true });
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
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
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    // Another run created the folder at the same time.
    if (errorCode(error) !== "EEXIST") throw error;
    return top;
  }
  return top ?? folder;
}
