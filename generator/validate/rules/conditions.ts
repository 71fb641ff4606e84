import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { reachOf } from "../../spec/reach.ts";
import { type Checked, type StageSpec, whenOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** A condition names branches and tags that come as far as its stage: any other would never be met. */
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
  // What a person starts may be of any branch.
  if (when === undefined || reach.branches.length + reach.tags.length === 0) return [];
  return (["branches", "tags"] as const).flatMap((key) =>
    (when[key] ?? []).flatMap((pattern, place) => {
      if (reach[key].some((it) => mayMeet(it, pattern))) return [];
      const what = key === "branches" ? "branch" : "tag";
      const comes = reach[key].join(", ") || "none";
      const hint = `${what === "tag" ? "tags" : "branches"} that come so far: ${comes}; add a rule to branches`;
      const span = document.valueSpan(["stages", index, "when", key, place]);
      return [finding("SW306", span, `no ${what} ${show(pattern)} comes as far as stage "${stage.id}"`, { hint })];
    }),
  );
}

/** Whether one name may fit both patterns; of two with wildcards it is not looked into. */
function mayMeet(one: string, other: string): boolean {
  if (one.includes("*")) return other.includes("*") || fits(other, one);
  return fits(one, other);
}

/** `*` is any text without a slash, `**` any: as the library has it. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split(/(\*\*?)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[^\w]/g, (char) => `\\${char}`);
  });
  return new RegExp(`^${parts.join("")}$`).test(name);
}
