import { show } from "../../diagnostics/wording.ts";
import { hidesNumber } from "../../spec/tag-overlap.ts";
import { type Commits, type Pattern, rivalOf } from "./fixed-tags-rival.ts";

/** Why two builds can have the same tag; null if they cannot. */
export function causeOf(pattern: Pattern, all: readonly Pattern[], multibranch: boolean): string | null {
  if (pattern.full.includes("{commit}")) return null;
  const cause = withoutNumber(pattern) ?? (multibranch ? withOwnCounters(pattern) : null);
  if (cause !== null) return cause;
  if (hidesNumber(pattern.full)) {
    return "without a separator before and after {build}, two builds can get the same tag, which never moves";
  }
  const rival = rivalOf(pattern, all, multibranch);
  return rival === null ? null : `${rival} can have the same tag, which never moves`;
}

/** A branch has many commits. A git tag exists once, and names the version of its application. */
function withoutNumber({ full, commits }: Pattern): string | null {
  if (/\{(build|tag|describe)\}/.test(full)) return null;
  const branch = commits.find(({ ofBranch }) => ofBranch);
  if (branch !== undefined) {
    const builds = `two builds of branch ${show(branch.name)}`;
    return full.includes("{project}")
      ? `${builds} with the same version of the application get the same tag, which never moves`
      : `${builds} get the same tag, which never moves`;
  }
  return areMany(commits) && !namesGitTag(full) ? "two git tags get the same image tag, which never moves" : null;
}

/** In a multibranch job, each branch and each git tag has its own number of builds. */
function withOwnCounters({ full, commits }: Pattern): string | null {
  const branches = commits.filter(({ ofBranch }) => ofBranch);
  const tags = commits.filter(({ ofBranch }) => !ofBranch);
  if (areMany(branches) && !/\{(tag|describe|branch)\}/.test(full)) {
    return "each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves";
  }
  if (areMany(tags) && !namesGitTag(full)) {
    return "each git tag in a multibranch job counts its builds from 1, so two git tags get the same image tag, which never moves";
  }
  return null;
}

/** Whether git tags differ in a pattern. In a build of a git tag, {branch} is its name. */
function namesGitTag(full: string): boolean {
  return /\{(tag|describe|branch|project)\}/.test(full);
}

/** Whether the commits are those of several branches or tags. */
function areMany(commits: readonly Commits[]): boolean {
  return new Set(commits.map(({ name }) => name)).size > 1 || commits.some(({ name }) => name.includes("*"));
}
