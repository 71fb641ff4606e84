import type { Stats } from "node:fs";
import { Failure } from "../diagnostics/failure.ts";
import { errorCode, type FileSystem } from "./file-system.ts";
import { shellPath } from "./shell-path.ts";

/** The tool's own folder below the output folder. */
export const ownFolder = ".stagewright";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters
const forbiddenCharacters = /[\u0000-\u001f\u007f\\]/;

/** Why a path is not allowed in the output folder; null if it is allowed. The path can come from an untrusted manifest. */
export function pathObjection(path: string): string | null {
  if (path === "") return "is empty";
  if (forbiddenCharacters.test(path)) return "contains a backslash or a control character";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  for (const part of path.split("/")) {
    if (part === "" || part === "." || part === "..") return `contains the segment "${part}"`;
    if (part.toLowerCase() === ".git") return "is in a .git folder";
  }
  return null;
}

/** The folders above a path, the topmost first. */
function* foldersOf(path: string): Generator<string> {
  for (let end = path.indexOf("/"); end !== -1; end = path.indexOf("/", end + 1)) yield path.slice(0, end);
}

/** An absolute path, and the state of the file there. */
export interface Place {
  readonly absolute: string;
  /** Null if nothing exists there. */
  readonly stats: Stats | null;
}

/** Restricts every access to one output folder: it checks paths and rejects symbolic links in them. */
export class Containment {
  private readonly checkedFolders = new Set<string>();

  constructor(
    readonly out: string,
    private readonly fs: FileSystem,
  ) {}

  /** The absolute path. Throws a Failure for a path that leaves the output folder, by its text or by a link. */
  resolve(path: string): string {
    return this.find(path).absolute;
  }

  /**
   * The absolute path and the state of the file there. `isLeaving` names files that the run removes: below such a file
   * nothing exists. Throws a Failure like `resolve`.
   */
  find(path: string, isLeaving: (file: string) => boolean = () => false): Place {
    const objection = pathObjection(path);
    if (objection !== null) throw new Failure(`"${path}" cannot be written: the path ${objection}`);
    const absolute = `${this.out}/${path}`;
    for (const folder of foldersOf(path)) {
      // Without the folder, nothing exists below it.
      if (!this.checkedFolders.has(folder) && !this.isFolder(folder, path, isLeaving)) return { absolute, stats: null };
    }
    return { absolute, stats: this.rejectLink(path, path) };
  }

  /** Creates the missing folders above a path. */
  makeFoldersOf(path: string): void {
    for (const folder of foldersOf(path)) {
      if (this.checkedFolders.has(folder)) continue;
      this.fs.mkdirSync(`${this.out}/${folder}`);
      this.checkedFolders.add(folder);
    }
  }

  /** Removes a folder if it is empty; returns whether it no longer exists. */
  removeIfEmpty(folder: string): boolean {
    try {
      this.fs.rmdirSync(`${this.out}/${folder}`);
    } catch (error) {
      if (errorCode(error) !== "ENOENT") return false;
    }
    this.checkedFolders.delete(folder);
    return true;
  }

  private isFolder(folder: string, path: string, isLeaving: (file: string) => boolean): boolean {
    const found = this.rejectLink(folder, path);
    if (found === null || (found.isFile() && isLeaving(folder))) return false;
    if (!found.isDirectory()) throw new Failure(`"${path}" cannot be written: "${folder}" is not a folder`);
    this.checkedFolders.add(folder);
    return true;
  }

  private rejectLink(part: string, path: string): Stats | null {
    const found = this.stats(part);
    if (found?.isSymbolicLink()) {
      const hint = `remove the link: rm ${shellPath(`${this.out}/${part}`)}`;
      throw new Failure(`"${path}" cannot be written: "${part}" is a symbolic link`, 1, hint);
    }
    return found;
  }

  private stats(part: string): Stats | null {
    try {
      // Throwing an error is many times slower than returning undefined.
      return this.fs.lstatSync(`${this.out}/${part}`, { throwIfNoEntry: false }) ?? null;
    } catch (error) {
      if (errorCode(error) !== "ENOTDIR") throw error;
      throw new Failure(`"${this.out}" cannot be the output folder: it or a folder above it is a file`);
    }
  }
}
