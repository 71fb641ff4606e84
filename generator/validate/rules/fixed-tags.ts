import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { cover, kindOf, meet, patternOf } from "../../spec/branch-rule.ts";
import { sameVersion } from "../../spec/pattern-overlap.ts";
import { reachOf, rulesThrough } from "../../spec/reach.ts";
import type { BranchRule, Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Commits that reach a stage, and the pattern of their version with the key to change. */
interface Commits {
  /** A branch or tag, or a pattern of them. */
  readonly name: string;
  readonly ofBranch: boolean;
  readonly version: string;
  readonly path: SpecPath;
  /** Whether the key is that of a branch rule. */
  readonly ofRule: boolean;
}

/** A pattern of an image's tags for some commits, with the version filled in, and the key to change. */
interface Pattern {
  readonly full: string;
  readonly written: string;
  readonly path: SpecPath;
  readonly fixed: boolean;
  readonly commits: readonly Commits[];
}

/** Fixed tags differ for each build that reaches their stage, and no pattern is empty there. */
export const fixedTags: Rule = ({ platform, services }) =>
  services.flatMap((service) => {
    const seen = new Set<string>();
    return service.spec.stages
      .flatMap((stage, index) => (stage.kind === "image" ? checkStage(platform, service, stage, index) : []))
      .filter(({ at, message }) => {
        const key = `${at.line}:${at.column} ${message}`;
        return seen.has(key) ? false : seen.add(key);
      });
  });

function checkStage(
  platform: Checked<PlatformSpec> | null,
  { document, spec }: Checked<ServiceSpec>,
  stage: StageOf<"image">,
  index: number,
): Diagnostic[] {
  const patterns = patternsOf(stage, index, platform === null ? [] : commitsOf(platform.spec, spec, stage));
  return patterns.flatMap((pattern) => {
    const span = document.valueSpan(pattern.path);
    const branches = pattern.commits.filter(({ ofBranch, ofRule }) => ofBranch && !ofRule).map(({ name }) => name);
    if (pattern.full.includes("{tag}") && branches.length > 0) {
      const message = `{tag} is empty for a branch, and ${[...new Set(branches)].join(", ")} reaches stage "${stage.id}"`;
      return [
        finding("SW365", span, message, {
          hint: "use {describe}: the tag, or for other commits the last tag and the commit",
        }),
      ];
    }
    if (!pattern.fixed || spec.job !== "multibranch" || isUnique(pattern, patterns)) return [];
    const message = `${show(pattern.written)} is not unique: each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves`;
    return [finding("SW364", span, message, { hint: `use ${uniqueFrom(pattern.written)}` })];
  });
}

/** What reaches a stage. The version of a commit is that of the first rule that matches it. */
function commitsOf(platform: PlatformSpec, spec: ServiceSpec, stage: StageOf<"image">): Commits[] {
  const { branches, tags } = reachOf(platform, spec, stage);
  if (branches.length + tags.length === 0) return [];
  return rulesThrough(platform, spec, stage)
    .filter((rule) => rule.pullRequest !== true)
    .flatMap((rule) => versionsOf(spec, rule));
}

function versionsOf(spec: ServiceSpec, rule: BranchRule): Commits[] {
  const deciding: BranchRule[] = [];
  for (const other of [...(spec.branches ?? []), rule]) {
    if (meet(other, rule)) deciding.push(other);
    if (cover(deciding, rule)) break;
  }
  return deciding.map((it) => ({
    name: patternOf(rule).includes("*") ? patternOf(it) : patternOf(rule),
    ofBranch: kindOf(rule) === "branch",
    version: it.version ?? spec.version ?? defaults.service.version,
    path: it.version === undefined ? ["version"] : ["branches", (spec.branches ?? []).indexOf(it), "version"],
    ofRule: it.version !== undefined,
  }));
}

function patternsOf(stage: StageOf<"image">, index: number, commits: readonly Commits[]): Pattern[] {
  const patterns = (key: "tags" | "movingTags", list: readonly string[]) =>
    list.flatMap((tag, place): Pattern[] => {
      const own = { full: tag, written: tag, path: ["stages", index, key, place], fixed: key === "tags" };
      if (!tag.includes("{version}")) return [{ ...own, commits: commits.map((it) => ({ ...it, ofRule: false })) }];
      const paths = [...new Set(commits.map(({ path }) => path.join("/")))];
      return paths.flatMap((name) => {
        const same = commits.filter(({ path }) => path.join("/") === name);
        return same.slice(0, 1).map(({ version, path }) => ({
          ...{ full: tag.replaceAll("{version}", version), written: version, path },
          ...{ fixed: own.fixed, commits: same },
        }));
      });
    });
  return [
    ...patterns("tags", stage.tags ?? defaults.imageStage.tags),
    ...patterns("movingTags", stage.movingTags ?? []),
  ];
}

/** Whether two branches cannot have the same tag. A git tag exists once. */
function isUnique(pattern: Pattern, all: readonly Pattern[]): boolean {
  if (containsName(pattern.full)) return true;
  if (!isOfOne(pattern)) return false;
  return all.every(
    (it) => it === pattern || !it.fixed || containsName(it.full) || !isOfOne(it) || !sameVersion(it.full, pattern.full),
  );
}

function containsName(pattern: string): boolean {
  if (/\{(commit|tag|describe)\}/.test(pattern)) return true;
  return pattern.includes("{branch}") && pattern.includes("{build}");
}

/** Whether only one branch or tag uses the pattern, which counts its builds. */
function isOfOne({ full, commits }: Pattern): boolean {
  const names = new Set(commits.map(({ name, ofBranch }) => `${ofBranch} ${name}`));
  return full.includes("{build}") && names.size === 1 && commits.every(({ name }) => !name.includes("*"));
}

function uniqueFrom(pattern: string): string {
  return pattern.includes("{build}") ? `${pattern}-{commit}` : `${pattern}-{build}-{commit}`;
}
