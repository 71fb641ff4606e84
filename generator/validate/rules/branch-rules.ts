import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { kindOf, ruleKinds } from "../../spec/branch-rule.ts";
import { ancestors } from "../../spec/chains.ts";
import { needsApproval } from "../../spec/reach.ts";
import type { BranchRule, Candidates, Checked } from "../../spec/specs.ts";
import { checkPullRequest } from "./pull-requests.ts";
import type { Rule } from "./rule.ts";

/** A branch rule matches one kind of commit, and leads only to stages that this kind may reach. */
export const branchRules: Rule = (specs) =>
  specs.services.flatMap((service) => {
    const once = onlyOnce("the pattern of another rule");
    return (service.spec.branches ?? []).flatMap((rule, index) => {
      const key = kindOf(rule);
      const found = checkRule(specs, service, rule, index);
      if (key === undefined) return found;
      return [...found, ...once(`${key} ${rule[key]}`, service.document.valueSpan(["branches", index, key]))];
    });
  });

function checkRule(
  specs: Candidates,
  { document, spec }: Checked<ServiceSpec>,
  rule: BranchRule,
  index: number,
): Diagnostic[] {
  if (ruleKinds.filter((key) => rule[key] !== undefined).length !== 1) {
    const hint = "write a separate rule for each pattern";
    return [
      finding(
        "SW356",
        document.valueSpan(["branches", index]),
        "a branch rule needs exactly one of branch, tag, pullRequest",
        { hint },
      ),
    ];
  }
  const stage = spec.stages.find(({ id }) => id === rule.through);
  if (stage === undefined) return [];
  const span = document.valueSpan(["branches", index, "through"]);
  if (rule.pullRequest) return checkPullRequest(specs.platform?.spec, spec, stage, span);
  const environments = specs.platform?.spec.environments ?? {};
  const guard = [stage, ...(ancestors(spec.stages, stage) ?? [])].findLast(
    (it) => it.kind === "deploy" && environments[it.environment]?.protected === true && !needsApproval(it),
  );
  if (guard === undefined) return [];
  const hint = "a person starts its job; set through to the last stage before it";
  return [
    finding("SW312", span, `no commit passes "${guard.id}" automatically: its environment is protected`, { hint }),
  ];
}
