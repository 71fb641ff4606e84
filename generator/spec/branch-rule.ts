import { isCovered } from "./pattern-cover.ts";
import { overlap } from "./pattern-overlap.ts";
import type { BranchRule } from "./specs.ts";

/** The keys of a branch rule, of which each rule has exactly one. */
export const ruleKinds = ["branch", "tag", "pullRequest"] as const;

/** What the commits of a rule are; undefined for a rule without a pattern, which is an error. */
export function kindOf(rule: BranchRule): (typeof ruleKinds)[number] | undefined {
  return ruleKinds.find((key) => rule[key] !== undefined);
}

/** The pattern of a rule's names; empty for pull requests. */
export function patternOf({ branch, tag }: BranchRule): string {
  return branch ?? tag ?? "";
}

/** Whether some commit matches both rules. */
export function meet(one: BranchRule, other: BranchRule): boolean {
  return kindOf(one) === kindOf(other) && overlap(patternOf(one), patternOf(other));
}

/** Whether all commits of a rule match one of the others; false also for patterns that are hard to compare. */
export function cover(rules: readonly BranchRule[], rule: BranchRule): boolean {
  const same = rules.filter((it) => meet(it, rule)).map(patternOf);
  return same.length > 0 && isCovered(patternOf(rule), same);
}
