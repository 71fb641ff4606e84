import { Failure } from "../diagnostics/failure.ts";
import type { GeneratedFile } from "../render/file.ts";
import { errorCode, type FileSystem } from "./file-system.ts";
import { sha256 } from "./hash.ts";
import type { Containment } from "./paths.ts";
import { shellPath } from "./shell-path.ts";

/** The two file modes that git also distinguishes. */
export type Mode = "0644" | "0755";

/** A file in the output folder, with its hash, which is computed on first use. */
export class DiskFile {
  private hash: string | null = null;
  private same: WantedFile | null = null;

  constructor(
    private bytes: Buffer | null,
    readonly mode: Mode,
  ) {}

  get content(): Buffer {
    return this.bytes ?? Buffer.from(this.same?.content ?? "");
  }

  get sha256(): string {
    this.hash ??= sha256(this.content);
    return this.hash;
  }

  /** Frees the content if the wanted file has the same: the contents of all files of a large site need much memory. */
  freeIfEqual(wanted: WantedFile): void {
    if (this.sha256 !== wanted.sha256) return;
    this.same = wanted;
    this.bytes = null;
  }
}

/** A file that should be in the output folder. If its hash is known, its content is needed only to write it. */
export class WantedFile {
  readonly mode: Mode;
  private hash: string | null;

  constructor(private readonly file: Pick<GeneratedFile, "content" | "executable" | "sha256">) {
    this.mode = file.executable ? "0755" : "0644";
    this.hash = file.sha256 ?? null;
  }

  get content(): string {
    return this.file.content;
  }

  get sha256(): string {
    this.hash ??= sha256(this.content);
    return this.hash;
  }
}

/**
 * Reads a file of the output folder; null if it does not exist. `isLeaving` names files that the run removes: a folder
 * without other files does not exist, as in git. Throws a Failure if the path is another folder, a device or a pipe.
 */
export function readDiskFile(
  containment: Containment,
  path: string,
  fs: FileSystem,
  isLeaving: (file: string) => boolean = () => false,
): DiskFile | null {
  const { absolute, stats } = containment.find(path, isLeaving);
  if (stats === null) return null;
  if (stats.isDirectory() && isLeavingFolder(path, containment, fs, isLeaving)) return null;
  if (stats.isDirectory()) throw new Failure(`"${path}" cannot be written: it is a folder`);
  // Reading a pipe would wait forever.
  if (!stats.isFile())
    throw new Failure(
      `"${path}" cannot be written: it is not a regular file`,
      1,
      `remove it: rm ${shellPath(absolute)}`,
    );
  try {
    return new DiskFile(fs.readFileSync(absolute), modeOf(stats.mode));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

/** Whether a folder contains no files except those that the run removes. */
function isLeavingFolder(
  folder: string,
  containment: Containment,
  fs: FileSystem,
  isLeaving: (file: string) => boolean,
): boolean {
  const entries = fs.readdirSync(`${containment.out}/${folder}`, { withFileTypes: true });
  return entries.every((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? isLeavingFolder(path, containment, fs, isLeaving) : isLeaving(path);
  });
}

function modeOf(mode: number): Mode {
  return process.platform !== "win32" && (mode & 0o100) !== 0 ? "0755" : "0644";
}
