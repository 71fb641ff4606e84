import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { ancestors } from "../../spec/chains.ts";
import { asks } from "../../spec/reach.ts";
import type { BranchRule, Candidates, Checked } from "../../spec/specs.ts";
import { onlyOnce, type Rule } from "./rule.ts";

/** A branch rule is about one kind of commit, which goes as far as it may. */
export const branchRules: Rule = (specs) =>
  specs.services.flatMap((service) => {
    const once = onlyOnce("another rule's pattern");
    return (service.spec.branches ?? []).flatMap((rule, index) => {
      const key = kindOf(rule);
      const found = checkRule(specs, service, rule, index);
      if (key === undefined) return found;
      return [...found, ...once(`${key} ${rule[key]}`, service.document.valueSpan(["branches", index, key]))];
    });
  });

const kinds = ["branch", "tag", "pullRequest"] as const;

function kindOf(rule: BranchRule): (typeof kinds)[number] | undefined {
  return kinds.find((key) => rule[key] !== undefined);
}

function checkRule(
  specs: Candidates,
  { document, spec }: Checked<ServiceSpec>,
  rule: BranchRule,
  index: number,
): Diagnostic[] {
  if (kinds.filter((key) => rule[key] !== undefined).length !== 1) {
    const hint = "write one rule for each";
    return [
      finding(
        "SW306",
        document.valueSpan(["branches", index]),
        "a branch rule is about one of branch, tag, pullRequest",
        { hint },
      ),
    ];
  }
  const stage = spec.stages.find(({ id }) => id === rule.through);
  if (stage === undefined) return [];
  const span = document.valueSpan(["branches", index, "through"]);
  if (rule.pullRequest && stage.kind !== "source") {
    const hint = "it gets no credentials: an image could not be pushed";
    return [
      finding(
        "SW309",
        span,
        `a pull request goes through source stages only; "${stage.id}" is a stage of kind ${stage.kind}`,
        { hint },
      ),
    ];
  }
  const environments = specs.platform?.spec.environments ?? {};
  const guard = [stage, ...(ancestors(spec.stages, stage) ?? [])].findLast(
    (it) => it.kind === "deploy" && environments[it.environment]?.protected === true && !asks(it),
  );
  if (guard === undefined) return [];
  const hint = "people start its job; name the last stage before it to say the same";
  return [
    finding("SW312", span, `nothing goes through "${guard.id}" by itself: its environment is protected`, { hint }),
  ];
}
