import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import type { Containment } from "./paths.ts";

/** The two modes that are told apart, as git does. */
export type Mode = "0644" | "0755";

/** A file with its hash, which is made when it is first asked for: of most files only the content matters. */
class HashedFile<Content extends string | Buffer> {
  private hash: string | null = null;

  constructor(
    readonly content: Content,
    readonly mode: Mode,
  ) {}

  get sha256(): string {
    this.hash ??= sha256(this.content);
    return this.hash;
  }
}

/** A file as it lies in the output folder. */
export class DiskFile extends HashedFile<Buffer> {}

/** A file as it should lie there. */
export class WantedFile extends HashedFile<string> {}

/** Reads a file of the output; null where there is none. Throws a Failure where something else than a file is in its place. */
export function readDiskFile(containment: Containment, path: string, fs: FileSystem): DiskFile | null {
  const { absolute, stats } = containment.find(path);
  if (stats === null) return null;
  if (stats.isDirectory()) throw new Failure(`"${path}" may not be written: a folder is in its place`);
  try {
    return new DiskFile(fs.readFileSync(absolute), modeOf(stats.mode));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function modeOf(mode: number): Mode {
  return process.platform !== "win32" && (mode & 0o100) !== 0 ? "0755" : "0644";
}
