import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import { overlap } from "../../spec/pattern-overlap.ts";
import { reachOf } from "../../spec/reach.ts";
import { type Checked, type StageSpec, whenOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** A condition names only branches and tags that reach its stage. Any other condition is never met. */
export const conditions: Rule = ({ platform, services }) =>
  platform === null
    ? []
    : services.flatMap((service) =>
        service.spec.stages.flatMap((stage, index) => checkStage(platform.spec, service, stage, index)),
      );

function checkStage(
  platform: PlatformSpec,
  { document, spec }: Checked<ServiceSpec>,
  stage: StageSpec,
  index: number,
): Diagnostic[] {
  const when = whenOf(stage);
  const reach = reachOf(platform, spec, stage);
  if (when?.cron !== undefined)
    return checkTimer(platform, spec, stage, reach.branches, document.valueSpan(["stages", index, "when", "cron"]));
  // A person can start a job for any branch.
  if (when === undefined || reach.branches.length + reach.tags.length === 0) return [];
  return (["branches", "tags"] as const).flatMap((key) =>
    (when[key] ?? []).flatMap((pattern, place) => {
      if (reach[key].some((it) => overlap(it, pattern))) return [];
      const what = key === "branches" ? "branch" : "tag";
      const reaching = reach[key].join(", ") || "none";
      const fix = ruleFor(platform, spec, stage, what, pattern);
      const hint = `${what === "tag" ? "tags" : "branches"} that reach it: ${reaching}; ${fix}`;
      const span = document.valueSpan(["stages", index, "when", key, place]);
      return [finding("SW344", span, `no ${what} ${show(pattern)} reaches stage "${stage.id}"`, { hint })];
    }),
  );
}

/** The timer only builds the service's branch, which must reach the stage and match its condition. */
function checkTimer(
  platform: PlatformSpec,
  spec: ServiceSpec,
  stage: StageSpec,
  reaching: readonly string[],
  span: Span,
): Diagnostic[] {
  const branch = spec.branch ?? defaults.service.branch;
  const { branches, tags = [] } = whenOf(stage) ?? {};
  const wanted = branches ?? (tags.length > 0 ? [] : ["**"]);
  const reached = reaching.some((it) => overlap(it, branch));
  if (reached && wanted.some((it) => overlap(it, branch))) return [];
  const problem = reached
    ? `does not match the condition of stage "${stage.id}"`
    : `does not reach stage "${stage.id}"`;
  const hint = reached ? `add ${branch} to when.branches` : ruleFor(platform, spec, stage, "branch", branch);
  return [finding("SW344", span, `the timer builds the branch ${show(branch)}, which ${problem}`, { hint })];
}

/** The branch rule with which commits reach a stage, as a hint. */
function ruleFor(
  platform: PlatformSpec,
  spec: ServiceSpec,
  stage: StageSpec,
  kind: "branch" | "tag",
  pattern: string,
): string {
  const others = (spec.branches ?? []).filter((rule) => rule[kind] !== pattern);
  const branches = [...others, { [kind]: pattern, through: stage.id }];
  const { branches: names, tags } = reachOf(platform, { ...spec, branches }, stage);
  if (![...names, ...tags].includes(pattern))
    return "no rule leads there, because a protected environment without an approval comes before: set approval on its stage";
  if (others.length < (spec.branches ?? []).length)
    return `set through: ${stage.id} in the rule of this ${kind} in branches`;
  return `add { ${kind}: ${/^[\w./-]+$/.test(pattern) ? pattern : `'${pattern}'`}, through: ${stage.id} } to branches`;
}
