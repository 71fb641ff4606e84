import { execFileSync } from "node:child_process";
import { basename } from "node:path";

/** What git knows about a repository. */
export interface GitFacts {
  /** Address of the remote `origin`, without user and password; null if Jenkins cannot use it, or there is none. */
  readonly address: string | null;
  /** The default branch of the remote; without it, `main` or `master` if there is one, or the current branch. */
  readonly branch: string;
}

/** An address that a spec accepts. A local path or an address with other characters is no address for Jenkins. */
const ADDRESS =
  /^(https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~/+-]+|ssh:\/\/([A-Za-z0-9._-]+@)?[A-Za-z0-9.-]+(:\d{1,5})?\/[A-Za-z0-9._~/+-]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[A-Za-z0-9._~/+-]+)$/;

/** Names of branches that a spec accepts. */
const BRANCH = /^(?!.*(\.\.|\/\/|@\{|\.lock$|\/$|\.$))[A-Za-z0-9][A-Za-z0-9._/+@-]{0,199}$/;

/** Reads address and default branch; only runs git, and only reads. */
export function gitFacts(folder: string): GitFacts {
  const remote = withoutPassword(runGit(folder, ["remote", "get-url", "origin"]));
  const address = remote !== null && ADDRESS.test(remote) ? remote : null;
  const branch = defaultBranch(folder);
  return { address, branch: BRANCH.test(branch) ? branch : "main" };
}

/** The name of the repository: the last part of its address, or else its folder. */
export function repositoryName(folder: string): string {
  return nameOf(withoutPassword(runGit(folder, ["remote", "get-url", "origin"])) ?? folder);
}

/** A name that is valid as a service and a team: lower-case letters, digits and hyphens, at most 30. */
export function nameOf(path: string): string {
  const name = basename(path)
    .replace(/\.git$/, "")
    .toLowerCase();
  const plain = name.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "");
  return plain.slice(0, 30).replace(/-+$/, "") || "service";
}

/** The host of an address; null if it has none. */
export function hostOf(address: string): string | null {
  const host = /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(address)?.[1] ?? /^[^@/]+@([^:]+):/.exec(address)?.[1];
  return host?.toLowerCase() ?? null;
}

/** A clone remembers the default branch of its remote. The branch that someone works on is not the default. */
function defaultBranch(folder: string): string {
  const remote = runGit(folder, ["symbolic-ref", "--short", "refs/remotes/origin/HEAD"]);
  if (remote !== null) return remote.replace(/^origin\//, "");
  const usual = ["main", "master"].find((name) => {
    const names = [`refs/remotes/origin/${name}`, `refs/heads/${name}`];
    return names.some((it) => runGit(folder, ["rev-parse", "--verify", "--quiet", it]) !== null);
  });
  return usual ?? runGit(folder, ["symbolic-ref", "--short", "HEAD"]) ?? "main";
}

function runGit(folder: string, words: readonly string[]): string | null {
  try {
    const output = execFileSync("git", [...words], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.trim() || null;
  } catch {
    return null;
  }
}

/** Removes the user info from a URL, because it may contain a password. */
function withoutPassword(git: string | null): string | null {
  return git?.replace(/^(https?:\/\/)[^/]*@/, "$1") ?? null;
}
