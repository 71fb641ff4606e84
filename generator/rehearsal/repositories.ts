import { execFile } from "node:child_process";
import { cp, lstat, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../diagnostics/failure.ts";
import { repositoryKey } from "../model/git-address.ts";
import type { GitServer, Login } from "./git-server.ts";

const run = promisify(execFile);

/** A repository of the rehearsal: the content of a folder, or empty. */
export interface LocalRepository {
  /** The address in the specs. */
  readonly git: string;
  /** Its other addresses. */
  readonly aliases: readonly string[];
  readonly branch: string;
  /** Copied without `.git`. If the folder is a git repository's root: cloned with all branches, then with its changes that are not committed. */
  readonly folder: string | null;
  /** Files to add or replace in each branch, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly logins: readonly Login[];
}

/** Creates the bare repositories below a folder; the server then accepts their logins. */
export async function createRepositories(
  root: string,
  server: GitServer,
  repositories: readonly LocalRepository[],
): Promise<void> {
  // Repositories with one address are created in order, the others at the same time.
  const creating = new Map<string, Promise<void>>();
  for (const it of repositories) {
    const key = repositoryKey(it.git);
    const before = creating.get(key) ?? Promise.resolve();
    creating.set(
      key,
      before.then(() => createRepository(join(root, `${key}.git`), it)),
    );
    server.logins.set(key, it.logins);
  }
  await Promise.all(creating.values());
}

/** Creates one bare repository. */
export async function createRepository(
  bare: string,
  { branch, folder, files }: Pick<LocalRepository, "branch" | "folder" | "files">,
): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), "stagewright-repository-"));
  try {
    if (folder !== null && (await isRepositoryRoot(folder))) {
      await git(work, "clone", "--quiet", "--no-hardlinks", folder, ".");
      await copyChanges(folder, work);
    } else {
      await git(work, "init", "--quiet", `--initial-branch=${branch}`, ".");
      if (folder !== null) await cp(folder, work, { recursive: true, filter: (path) => !path.endsWith("/.git") });
    }
    for (const [path, text] of Object.entries(files)) {
      await removeLinks(work, path);
      await mkdir(dirname(join(work, path)), { recursive: true });
      await writeFile(join(work, path), text);
    }
    await git(work, "add", "--all", ".");
    await git(work, "commit", "--quiet", "--allow-empty", "--message", "Working tree of the rehearsal");
    await rm(bare, { recursive: true, force: true });
    await mkdir(dirname(bare), { recursive: true });
    await git(work, "clone", "--quiet", "--bare", "--no-hardlinks", ".", bare);
    await nameBranch(work, bare, branch);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Copies the changes of a repository that are not committed, without ignored files, to a clone of it. */
async function copyChanges(folder: string, work: string): Promise<void> {
  const options = ["--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all"];
  const status = await git(folder, "--no-optional-locks", "-c", "core.fsmonitor=false", "status", ...options);
  // `XY PATH`; a path with a slash at its end is a repository of its own.
  const paths = status
    .split("\0")
    .map((line) => line.slice(3))
    .filter((path) => path !== "" && !path.endsWith("/"));
  // A file may have become a folder: all files are removed before the first one is copied.
  for (const path of paths) {
    await removeLinks(work, path);
    await rm(join(work, path), { recursive: true, force: true });
  }
  for (const path of paths) {
    const stats = await lstat(join(folder, path)).catch(() => null);
    if (stats === null || stats.isDirectory()) continue;
    await mkdir(dirname(join(work, path)), { recursive: true });
    await cp(join(folder, path), join(work, path), { verbatimSymlinks: true });
  }
}

/** Removes the links in a path below a folder: a repository could have files outside of it written through them. */
async function removeLinks(folder: string, path: string): Promise<void> {
  let at = folder;
  for (const name of path.split("/")) {
    at = join(at, name);
    const stats = await lstat(at).catch(() => null);
    if (stats === null) return;
    if (stats.isSymbolicLink()) return rm(at);
  }
}

/** The working tree is the branch that the rehearsal builds, whatever branch is checked out. */
async function nameBranch(work: string, bare: string, branch: string): Promise<void> {
  await git(work, "push", "--quiet", "--force", bare, `HEAD:refs/heads/${branch}`);
  await git(bare, "symbolic-ref", "HEAD", `refs/heads/${branch}`);
}

async function isRepositoryRoot(folder: string): Promise<boolean> {
  return git(folder, "rev-parse", "--show-prefix").then(
    (prefix) => prefix.trim() === "",
    () => false,
  );
}

async function git(folder: string, ...command: readonly string[]): Promise<string> {
  const identity = ["-c", "user.name=rehearsal", "-c", "user.email=rehearsal@localhost", "-c", "commit.gpgSign=false"];
  const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, GIT_CONFIG_NOSYSTEM: "1" } };
  try {
    const safe = ["-c", "safe.directory=*", "-c", "core.hooksPath=/dev/null", ...identity];
    return (await run("git", [...safe, ...command], options)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Failure("git is not installed", 2, "install git, or use --dry, which runs no commands");
    throw error;
  }
}
