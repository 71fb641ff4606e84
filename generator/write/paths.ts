import type { Stats } from "node:fs";
import { join } from "node:path";
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

/** Keeps every access below one output folder: paths are checked, and no part of one may be a symbolic link. */
export class Containment {
  private readonly checkedFolders = new Set<string>();

  constructor(
    readonly out: string,
    private readonly fs: FileSystem,
  ) {}

  /** The path on this machine. Throws a Failure for a path that leaves the output folder, as text or by a link. */
  resolve(path: string): string {
    const objection = pathObjection(path);
    if (objection !== null) throw new Failure(`"${path}" may not be written: it ${objection}`);
    const parts = path.split("/");
    let folder = "";
    for (const part of parts.slice(0, -1)) {
      folder = folder === "" ? part : `${folder}/${part}`;
      if (!this.checkedFolders.has(folder)) this.checkFolder(folder, path);
    }
    this.refuseLink(path, path);
    return join(this.out, ...parts);
  }

  private checkFolder(folder: string, path: string): void {
    const found = this.refuseLink(folder, path);
    if (found === null) return;
    if (!found.isDirectory()) throw new Failure(`"${path}" may not be written: "${folder}" is not a folder`);
    this.checkedFolders.add(folder);
  }

  private refuseLink(part: string, path: string): Stats | null {
    const found = lstat(join(this.out, part), this.fs);
    if (found?.isSymbolicLink()) {
      throw new Failure(`"${path}" may not be written: "${part}" is a symbolic link`, 1, `remove the link: rm ${part}`);
    }
    return found;
  }
}

function lstat(path: string, fs: FileSystem): Stats | null {
  try {
    return fs.lstatSync(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return null;
    throw error;
  }
}
