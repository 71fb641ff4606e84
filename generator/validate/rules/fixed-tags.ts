import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { reachOf } from "../../spec/reach.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** A pattern of an image's tags, with the version filled in, and the key to change. */
interface Pattern {
  readonly full: string;
  readonly written: string;
  readonly path: SpecPath;
  readonly fixed: boolean;
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
  const { branches } = platform === null ? { branches: [] } : reachOf(platform.spec, spec, stage);
  return patternsOf(spec, stage, index).flatMap((pattern) => {
    const span = document.valueSpan(pattern.path);
    if (pattern.full.includes("{tag}") && branches.length > 0) {
      const message = `{tag} is empty for a branch, and ${branches.join(", ")} reaches stage "${stage.id}"`;
      return [
        finding("SW365", span, message, {
          hint: "use {describe}: the tag, or for other commits the last tag and the commit",
        }),
      ];
    }
    if (!pattern.fixed || spec.job !== "multibranch" || isUnique(pattern.full)) return [];
    const message = `${show(pattern.written)} is not unique: each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves`;
    return [finding("SW364", span, message, { hint: `use ${uniqueFrom(pattern.written)}` })];
  });
}

function patternsOf(spec: ServiceSpec, stage: StageOf<"image">, index: number): Pattern[] {
  const version = spec.version ?? defaults.service.version;
  const patterns = (key: "tags" | "movingTags", list: readonly string[]) =>
    list.map((tag, place) => {
      const ofVersion = tag.includes("{version}");
      const path = ofVersion ? ["version"] : ["stages", index, key, place];
      return {
        full: tag.replaceAll("{version}", version),
        written: ofVersion ? version : tag,
        path,
        fixed: key === "tags",
      };
    });
  return [
    ...patterns("tags", stage.tags ?? defaults.imageStage.tags),
    ...patterns("movingTags", stage.movingTags ?? []),
  ];
}

/** Whether two branches cannot have the same tag. A git tag exists once. */
function isUnique(pattern: string): boolean {
  if (/\{(commit|tag|describe)\}/.test(pattern)) return true;
  return pattern.includes("{branch}") && pattern.includes("{build}");
}

function uniqueFrom(pattern: string): string {
  return pattern.includes("{build}") ? `${pattern}-{commit}` : `${pattern}-{build}-{commit}`;
}
