import { statSync } from "node:fs";
import { errorCode } from "../write/file-system.ts";

/** What a glob matches: files, and links that lead to no file. */
export interface Matches {
  readonly files: readonly string[];
  readonly links: readonly string[];
}

/** Whether a path is a link to a file that does not exist. */
export function isBrokenLink(path: string): boolean {
  return ifThere(() => statSync(path, { throwIfNoEntry: false })) === undefined;
}

/** The result of reading a path; undefined if the path does not exist, is not in a folder, or is a link to itself. */
export function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|ELOOP)$/.test(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
