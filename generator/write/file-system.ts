import * as fs from "node:fs";

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
  | "rmSync"
  | "rmdirSync"
  | "unlinkSync"
  | "writeFileSync"
>;

/** Node's own file system. */
export const nodeFileSystem: FileSystem = fs;

/** What a failed call says: `ENOENT`. Undefined for anything that no call of the system threw. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
