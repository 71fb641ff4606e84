import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { errorCode } from "../write/file-system.ts";

/** The root of the git repository that contains a folder; null outside of repositories. */
export function repositoryOf(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return null;
  }
}

/** A folder's path from the root of its repository, `.` for the root; null outside of repositories. */
export function pathInRepository(folder: string): string | null {
  const real = realPathOf(folder);
  const root = repositoryOf(real);
  return root === null ? null : relative(root, real).replaceAll("\\", "/") || ".";
}

/**
 * Finds paths that lead out of the repository. Messages and generated files must not show the content of files elsewhere:
 * the author of a spec need not have the rights of the user or the build that reads it.
 */
export class Repository {
  private readonly root: string;
  private readonly realRoot: string;
  private readonly isGit: boolean;
  private readonly checkedFolders = new Map<string, boolean>();

  /** `folder` is the folder of the platform spec, which is the root outside of git repositories. */
  constructor(folder: string) {
    const root = repositoryOf(folder);
    this.isGit = root !== null;
    this.root = root ?? folder;
    this.realRoot = realPathOf(this.root);
  }

  /** Throws a Failure if a file or folder that a spec names is outside the repository; `name` is for the message. */
  checkReferenced(path: string, name: string): void {
    if (this.isGit && !isBelow(this.root, path))
      throw new Failure(`${name} is outside the repository`, 1, "specs refer only to files in their own repository");
    this.checkLinks(path, name);
  }

  /** Throws a Failure if a path in the repository leads out of it through symbolic links. */
  checkLinks(path: string, name: string): void {
    // The folder above the root is not part of the repository, so the root is no link out of it.
    if (relative(this.root, path) === "" || !isBelow(this.root, path) || this.isInside(path)) return;
    throw new Failure(
      `${name} is a link, or is below a link, to a place outside the repository`,
      1,
      "replace the link by a copy of the file or folder",
    );
  }

  /** Most files have the same folders and are no links, so each folder is resolved once. */
  private isInside(path: string): boolean {
    const folder = dirname(path);
    const inside = this.checkedFolders.get(folder) ?? isBelow(this.realRoot, realPathOf(folder));
    this.checkedFolders.set(folder, inside);
    if (!inside || !isLink(path)) return inside;
    return isBelow(this.realRoot, realPathOf(path));
  }
}

/** False for a path that does not exist, also if a file takes the place of one of its folders. */
function isLink(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  } catch (error) {
    if (errorCode(error) === "ENOTDIR") return false;
    throw error;
  }
}

function isBelow(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return !isAbsolute(below) && below !== ".." && !below.startsWith("../") && !below.startsWith("..\\");
}

/** The path without links; the part that does not exist stays as it is. */
function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    if (!/^(ENOENT|ENOTDIR|ELOOP|EACCES)$/.test(errorCode(error) ?? "") || dirname(path) === path) throw error;
    return join(realPathOf(dirname(path)), path.slice(dirname(path).length));
  }
}
