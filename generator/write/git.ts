import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { isAbsolute, relative, resolve } from "node:path";

/** Variables by which a git hook selects a repository; they are wrong for another folder or another repository. */
const selecting = /^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES)$/;

/**
 * Runs git in a folder, with the repository that contains the folder. In a linked work tree, hooks get GIT_DIR without
 * GIT_WORK_TREE, and git then takes any folder for the top of the work tree. Throws if
 * git fails or is not installed.
 */
export function git(folder: string, args: readonly string[], input = "", index: string | null = null): string {
  // Someone who sets both variables selects a repository on purpose.
  const chosen = index === null && process.env.GIT_DIR !== undefined && process.env.GIT_WORK_TREE !== undefined;
  const inherited = Object.entries(process.env).filter(([name]) => chosen || !selecting.test(name));
  return execFileSync("git", ["-C", folder, ...args], {
    encoding: "utf8",
    env: { ...Object.fromEntries(inherited), ...(index !== null && { GIT_INDEX_FILE: index }) },
    input,
    maxBuffer: 2 ** 28,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** The index that git wants a hook to use in the repository of a folder; null for the repository's own index. */
export function indexOfHook(folder: string): string | null {
  const { GIT_INDEX_FILE: index = "" } = process.env;
  if (index === "") return null;
  const [top = "", directory = ""] = git(folder, ["rev-parse", "--show-toplevel", "--absolute-git-dir"]).split("\n");
  const path = resolve(top, index);
  // A hook can generate files in another repository, whose index is not the index of the commit.
  const below = relative(directory, path);
  return below.startsWith("..") || isAbsolute(below) ? null : path;
}

/** Whether git tracks a file; false outside a repository or without git. */
export function isTracked(folder: string, path: string): boolean {
  try {
    return git(folder, ["ls-files", "-z", "--", path]) !== "";
  } catch {
    return false;
  }
}

/**
 * The files whose content git would commit with the line breaks of `normalized`. With `core.autocrlf` or an attribute,
 * git changes the line breaks of a checkout.
 */
export function normalizedByGit(out: string, normalized: ReadonlyMap<string, Buffer>): ReadonlySet<string> {
  const paths = [...normalized.keys()];
  if (paths.length === 0) return new Set();
  try {
    // Git takes these paths as relative to the top of the work tree, in any folder.
    const prefix = git(out, ["rev-parse", "--show-prefix"]).trimEnd();
    const input = paths.map((path) => `${prefix}${path}\n`).join("");
    const ids = git(out, ["hash-object", "--stdin-paths"], input).split("\n");
    return new Set(paths.filter((path, index) => ids[index] === blobId(normalized.get(path), ids[index])));
  } catch {
    return new Set();
  }
}

/** The id of a blob, with the hash function of another id. */
function blobId(content: Buffer = Buffer.alloc(0), other = ""): string {
  const hash = createHash(other.length > 40 ? "sha256" : "sha1");
  return hash.update(`blob ${content.length}\0`).update(content).digest("hex");
}
