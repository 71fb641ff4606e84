import type { Stats } from "node:fs";
import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem } from "./file-system.ts";

/** The tool's own folder below the output folder. */
export const ownFolder = ".stagewright";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const forbiddenCharacters = /[\u0000-\u001f\u007f\\]/;

/** Why a path may not name a file below the output folder; null where it may. The path may come from an untrusted manifest. */
export function pathObjection(path: string): string | null {
  if (path === "") return "is empty";
  if (forbiddenCharacters.test(path)) return "holds a backslash or a control character";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  for (const part of path.split("/")) {
    if (part === "" || part === "." || part === "..") return `has the part "${part}"`;
    if (part.toLowerCase() === ".git") return "lies in a .git folder";
  }
  return null;
}

/** The folders above a path, the topmost first. */
function* foldersOf(path: string): Generator<string> {
  for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) yield path.slice(0, end);
}

/** A path on this machine, and what lies there. */
export interface Place {
  readonly absolute: string;
  /** Null where nothing lies there. */
  readonly stats: Stats | null;
}

/** Keeps every access below one output folder: paths are checked, and no part of one may be a symbolic link. */
export class Containment {
  private readonly checkedFolders = new Set<string>();

  constructor(
    readonly out: string,
    private readonly fs: FileSystem,
  ) {}

  /** The path on this machine. Throws a Failure for a path that leaves the output folder, as text or by a link. */
  resolve(path: string): string {
    return this.find(path).absolute;
  }

  /** The path on this machine with what lies there. Throws a Failure as `resolve` does. */
  find(path: string): Place {
    const objection = pathObjection(path);
    if (objection !== null) throw new Failure(`"${path}" may not be written: it ${objection}`);
    const absolute = `${this.out}/${path}`;
    for (const folder of foldersOf(path)) {
      // Where a folder is not, nothing below it is.
      if (!this.checkedFolders.has(folder) && !this.isFolder(folder, path)) return { absolute, stats: null };
    }
    return { absolute, stats: this.refuseLink(path, path) };
  }

  /** Makes the folders above a path that were not there when it was last looked for. */
  makeFoldersOf(path: string): void {
    for (const folder of foldersOf(path)) {
      if (this.checkedFolders.has(folder)) continue;
      this.fs.mkdirSync(`${this.out}/${folder}`);
      this.checkedFolders.add(folder);
    }
  }

  private isFolder(folder: string, path: string): boolean {
    const found = this.refuseLink(folder, path);
    if (found === null) return false;
    if (!found.isDirectory()) throw new Failure(`"${path}" may not be written: "${folder}" is not a folder`);
    this.checkedFolders.add(folder);
    return true;
  }

  private refuseLink(part: string, path: string): Stats | null {
    const found = this.stats(part);
    if (found?.isSymbolicLink()) {
      throw new Failure(`"${path}" may not be written: "${part}" is a symbolic link`, 1, `remove the link: rm ${part}`);
    }
    return found;
  }

  private stats(part: string): Stats | null {
    try {
      // A call that throws costs many times one that does not.
      return this.fs.lstatSync(`${this.out}/${part}`, { throwIfNoEntry: false }) ?? null;
    } catch (error) {
      if (errorCode(error) !== "ENOTDIR") throw error;
      throw new Failure(`"${this.out}" cannot be the output folder: a file is in its place, or on the way to it`);
    }
  }
}
