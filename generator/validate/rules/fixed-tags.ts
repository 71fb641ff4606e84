import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { cover, kindOf, meet, patternOf } from "../../spec/branch-rule.ts";
import { reachOf, rulesThrough } from "../../spec/reach.ts";
import type { BranchRule, Checked, StageOf } from "../../spec/specs.ts";
import { causeOf } from "./fixed-tags-cause.ts";
import type { Commits, Pattern } from "./fixed-tags-rival.ts";
import { hasKnownPlaceholders } from "./placeholders.ts";
import type { Rule } from "./rule.ts";

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
    const isComparable = pattern.fixed && hasKnownPlaceholders(pattern.full);
    const cause = isComparable ? causeOf(pattern, patterns, spec.job === "multibranch") : null;
    if (cause === null) return [];
    const message = `${show(pattern.written)} is not unique: ${cause}`;
    return [finding("SW364", span, message, { hint: `use ${uniqueFrom(pattern.written)}` })];
  });
}

/** What reaches a stage. The version of a commit is that of the first rule that matches it. */
function commitsOf(platform: PlatformSpec, spec: ServiceSpec, stage: StageOf<"image">): Commits[] {
  const { branches, tags } = reachOf(platform, spec, stage);
  if (branches.length + tags.length === 0) return [];
  return rulesThrough(platform, spec, stage)
    .filter((rule) => kindOf(rule) === "branch" || kindOf(rule) === "tag")
    .flatMap((rule) => versionsOf(spec, rule));
}

function versionsOf(spec: ServiceSpec, rule: BranchRule): Commits[] {
  const deciding: BranchRule[] = [];
  for (const other of [...(spec.branches ?? []), rule]) {
    if (meet(other, rule)) deciding.push(other);
    if (cover(deciding, rule)) break;
  }
  return deciding.map((it) => ({
    name: patternOf(cover([it], rule) ? rule : it),
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

function uniqueFrom(pattern: string): string {
  return pattern.includes("{build}") ? `${pattern}-{commit}` : `${pattern}-{build}-{commit}`;
}
