import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import type { Containment } from "./paths.ts";

/** The two modes that are told apart, as git does. */
export type Mode = "0644" | "0755";

/** A file as it lies in the output folder. */
export interface DiskFile {
  readonly content: Buffer;
  readonly sha256: string;
  readonly mode: Mode;
}

/** Reads a file of the output; null where there is none. Throws a Failure where something else than a file is in its place. */
export function readDiskFile(containment: Containment, path: string, fs: FileSystem): DiskFile | null {
  const absolute = containment.resolve(path);
  try {
    const { mode } = fs.lstatSync(absolute);
    const content = fs.readFileSync(absolute);
    return { content, sha256: sha256(content), mode: modeOf(mode) };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    if (errorCode(error) === "EISDIR") throw new Failure(`"${path}" may not be written: a folder is in its place`);
    throw error;
  }
}

function modeOf(mode: number): Mode {
  return process.platform !== "win32" && (mode & 0o100) !== 0 ? "0755" : "0644";
}
