import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { knownNames } from "./known.ts";
import { type Rule, unknownName } from "./rule.ts";

/** Who owns the site's files is a team; permissions by group need groups; what only GitLab reads needs GitLab. */
export const ownership: Rule = (specs) => {
  if (specs.platform === null) return [];
  const { document, spec } = specs.platform;
  const { owner, codeowners } = spec.pipelines;
  const teams = knownNames(specs, "teams");
  const found: Diagnostic[] = [];
  if (owner !== undefined && teams !== null && !teams.includes(owner))
    found.push(unknownName(document.valueSpan(["pipelines", "owner"]), owner, "a team", teams));
  if (codeowners?.approvals !== undefined && codeowners.dialect !== "gitlab") {
    const at = document.keySpan(["pipelines", "codeowners", "approvals"]);
    const hint = "leave it out, or set dialect: gitlab; GitHub has it in its branch rules";
    found.push(finding("SW306", at, "approvals are read from the file by GitLab only", { hint }));
  }
  const { authorization } = spec.site;
  if (authorization === undefined || authorization === "none") return found;
  const nameless = Object.entries(spec.teams).filter(([, { group }]) => group === undefined);
  return [
    ...found,
    ...nameless.map(([team]) => {
      const message = `authorization: ${authorization} gives permissions by group, and team ${show(team)} has none`;
      return finding("SW306", document.keySpan(["teams", team]), message, { hint: `add group: ${team}` });
    }),
  ];
};
