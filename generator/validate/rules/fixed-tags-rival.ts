import { show } from "../../diagnostics/wording.ts";
import type { SpecPath } from "../../parse/document.ts";
import { sameNumberPlace, sameTag } from "../../spec/tag-overlap.ts";

/** Commits that reach a stage, and the pattern of their version with the key to change. */
export interface Commits {
  /** A branch or tag, or a pattern of them. */
  readonly name: string;
  readonly ofBranch: boolean;
  readonly version: string;
  readonly path: SpecPath;
  /** Whether the key is that of a branch rule. */
  readonly ofRule: boolean;
}

/** A pattern of an image's tags for some commits, with the version filled in, and the key to change. */
export interface Pattern {
  readonly full: string;
  readonly written: string;
  readonly path: SpecPath;
  readonly fixed: boolean;
  readonly commits: readonly Commits[];
}

/** Another pattern of fixed tags with the same text for another build, and its commits; null if there is none. */
export function rivalOf(pattern: Pattern, all: readonly Pattern[], multibranch: boolean): string | null {
  for (const other of all) {
    // Of two patterns, report that with fewer names in it. A pattern with {commit} differs from all others.
    if (!other.fixed || other.full.includes("{commit}") || names(pattern.full) > names(other.full)) continue;
    const rival = pattern.commits.flatMap((mine) =>
      other.commits.filter((its) => canMeet([pattern.full, mine], [other.full, its], multibranch)),
    )[0];
    if (rival === undefined) continue;
    return `${show(other.written)} of ${rival.ofBranch ? "branch" : "tag"} ${show(rival.name)}`;
  }
  return null;
}

type Builds = readonly [full: string, commits: Commits];

function canMeet([full, mine]: Builds, [otherFull, its]: Builds, multibranch: boolean): boolean {
  const oneCounter =
    !multibranch || (mine.name === its.name && mine.ofBranch === its.ofBranch && !/\*/.test(mine.name));
  if (full === otherFull && (oneCounter || hasName(full) || isOfGitTags(full, mine, its))) return false;
  // Both name the commit by its git tag.
  if (names(full) === 2 && names(otherFull) === 2 && `${full}${otherFull}`.includes("{describe}")) return false;
  if (oneCounter && sameNumberPlace(full, otherFull)) return false;
  return sameTag({ full, name: mine.name }, { full: otherFull, name: its.name });
}

/** Whether a pattern contains a name. Two names that only differ in characters that no tag can have are the same text. */
function hasName(full: string): boolean {
  return names(full) > 0;
}

/** Whether the text is the version of the application of two git tags: each tag has another one. */
function isOfGitTags(full: string, mine: Commits, its: Commits): boolean {
  return full.includes("{project}") && !mine.ofBranch && !its.ofBranch;
}

/** The freedom of the texts: 2 for those of git tags, 1 for those of branches, 0 for all others. */
function names(full: string): number {
  if (/\{(tag|describe)\}/.test(full)) return 2;
  return full.includes("{branch}") ? 1 : 0;
}
