import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { pathRules, reviewersOf, siteTeams } from "./ownership.ts";

/**
 * Plans CODEOWNERS: who is asked to review what of all that was planned. The last rule that matches counts, so the one
 * for all files comes first. GitLab reads each section by itself: all rules stand in one, or the first would count too.
 */
export function planCodeowners(model: Model, planned: readonly PlannedFile[]): PlannedFile[] {
  const { dialect, approvals } = model.pipelines.codeowners;
  const rules = [
    { pattern: "*", owners: reviewersOf(model, siteTeams(model)).join(" ") },
    ...pathRules(model, planned).map(({ path, teams }) => ({
      pattern: patternOf(path),
      owners: reviewersOf(model, teams).join(" "),
    })),
  ];
  return [
    {
      path: "CODEOWNERS",
      template: "jenkins/site/CODEOWNERS.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        section: dialect === "gitlab" ? `[Pipelines]${approvals === null ? "" : `[${approvals}]`}` : null,
        rules: align(rules.filter((rule) => rule.owners !== "")),
      },
    },
  ];
}

/** A path is taken literally: blanks and what would be a pattern are escaped. */
function patternOf(path: string): string {
  return `/${path.replace(/[\s\\*?[\]!#]/g, (char) => `\\${char}`)}`;
}

function align(rules: readonly { readonly pattern: string; readonly owners: string }[]) {
  const width = Math.max(...rules.map(({ pattern }) => pattern.length));
  return rules.map(({ pattern, owners }) => ({ pattern: pattern.padEnd(width), owners }));
}
