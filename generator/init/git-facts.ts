import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { patterns } from "../generated/patterns.ts";
import { repositoryKey } from "../model/git-address.ts";
import type { StatusHost } from "../model/site.ts";

/** What git knows about a repository. */
export interface GitFacts {
  /** The last part of the address, or else of the folder: valid as a service and a team. */
  readonly name: string;
  /** Address of the remote `origin`, without user and password; null if another machine cannot use it, or there is none. */
  readonly address: string | null;
  /** The default branch of the remote; without it, `main` or `master` if there is one, or the current branch. */
  readonly branch: string;
}

/** Reads what git knows; only runs git, and only reads. */
export function gitFacts(folder: string): GitFacts {
  const remote = withoutPassword(runGit(folder, ["remote", "get-url", "origin"]));
  const branch = defaultBranch(folder);
  return {
    name: nameOf(remote ?? folder),
    address: remote !== null && isAddress(remote) ? remote : null,
    branch: new RegExp(patterns.gitRef, "u").test(branch) ? branch : "main",
  };
}

/** Whether another machine can use an address. A local path or an address with other characters is none. */
function isAddress(remote: string): boolean {
  return new RegExp(patterns.gitUrl, "u").test(remote) && !remote.startsWith("file:");
}

/** A name that is valid as a service and a team: lower-case letters, digits and hyphens, at most 30. */
export function nameOf(path: string): string {
  const name = basename(path)
    .replace(/\.git$/, "")
    .toLowerCase();
  const plain = name.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^[^a-z]+|-+$/g, "");
  return plain.slice(0, 30).replace(/-+$/, "") || "service";
}

/** The host of an address, without its port. */
export function hostOf(address: string): string {
  return (repositoryKey(address).split("/")[0] ?? "").replace(/:\d+$/, "");
}

/** The product of a private server that is called like it: `gitlab.acme.internal`; null for another name. */
export function productOf(host: string): StatusHost | null {
  return (/^(github|gitlab|gitea|bitbucket)\./.exec(host)?.[1] as StatusHost | undefined) ?? null;
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
