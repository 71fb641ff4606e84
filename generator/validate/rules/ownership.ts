import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { knownNames } from "./known.ts";
import { type Rule, unknownName } from "./rule.ts";

/** The owner of the site's files is a team and set if there are several, permissions by group require groups, approval counts require GitLab. */
export const ownership: Rule = (specs) => {
  if (specs.platform === null) return [];
  const { document, spec } = specs.platform;
  const { owner, codeowners } = spec.pipelines;
  const teams = knownNames(specs, "teams");
  const found: Diagnostic[] = [];
  if (owner !== undefined && teams !== null && !teams.includes(owner))
    found.push(unknownName(document.valueSpan(["pipelines", "owner"]), owner, "a team", teams));
  if (owner === undefined && Object.keys(spec.teams).length > 1) {
    const message = "several teams share this repository, and any of them could approve a change of its shared files";
    const hint = `add owner: ${Object.keys(spec.teams).includes("platform") ? "platform" : "TEAM"}`;
    found.push(finding("SW371", document.keySpan(["pipelines"]), message, { hint }));
  }
  if (codeowners?.approvals !== undefined && codeowners.dialect !== "gitlab") {
    const at = document.keySpan(["pipelines", "codeowners", "approvals"]);
    const hint = "remove it, or set dialect: gitlab; on GitHub, use the branch protection rules";
    found.push(finding("SW348", at, "only GitLab reads the number of approvals from CODEOWNERS", { hint }));
  }
  const { authorization } = spec.site;
  if (authorization === undefined || authorization === "none") return found;
  const nameless = Object.entries(spec.teams).filter(([, { group }]) => group === undefined);
  return [
    ...found,
    ...nameless.map(([team]) => {
      const message = `team ${show(team)} has no group, which authorization: ${authorization} requires`;
      return finding("SW349", document.keySpan(["teams", team]), message, { hint: `add group: ${team}` });
    }),
  ];
};
