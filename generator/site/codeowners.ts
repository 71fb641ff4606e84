import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import { repositoryFolder } from "../targets/output-places.ts";
import type { PlannedFile } from "../targets/target.ts";
import { type PathRule, repositoryRules, reviewersOf, shardRules, siteTeams, specRules } from "./ownership.ts";

/**
 * Plans CODEOWNERS of the pipelines repository, of the library's repository and of each team's own repository. The last
 * matching rule counts, so the rule for all files comes first. GitLab applies the last match of every section, so all rules
 * are in one section.
 */
export function planCodeowners(model: Model, planned: readonly PlannedFile[]): PlannedFile[] {
  const ofShards = shardRules(model, planned);
  const ofTeams = model.teams.flatMap((team) => {
    if (team.pipelines === null) return [];
    const { directory } = team.pipelines;
    const rules = repositoryRules(model, ofShards, team.name, directory);
    if (rules.length === 0) return [];
    const all = { path: directory === "" ? "" : `${directory}/`, teams: [team.name] };
    return [planFile(model, repositoryFolder(team.name), [all, ...rules])];
  });
  const all = { path: "", teams: siteTeams(model) };
  const { library, pipelines } = model;
  const ofLibrary =
    library.git === null || isSameRepository(library.git, pipelines.git) ? [] : [planFile(model, "library/", [all])];
  return [planFile(model, "", [all, ...specRules(model), ...ofShards]), ...ofLibrary, ...ofTeams];
}

/** The file of one repository. */
function planFile(model: Model, folder: string, rules: readonly PathRule[]): PlannedFile {
  const { dialect, approvals } = model.pipelines.codeowners;
  const lines = rules.map(({ path, teams }) => ({
    pattern: patternOf(path),
    owners: reviewersOf(model, teams).join(" "),
  }));
  return {
    path: `${folder}CODEOWNERS`,
    template: "site/CODEOWNERS.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      specs: folder === "" ? null : model.pipelines.git,
      section: dialect === "gitlab" ? `[Pipelines]${approvals === null ? "" : `[${approvals}]`}` : null,
      rules: align(lines.filter(({ owners }) => owners !== "")),
    },
  };
}

/** A path is taken literally: blanks and what would be a pattern are escaped. None stands for all files. */
function patternOf(path: string): string {
  if (path === "") return "*";
  return `/${path.replace(/[\s\\*?[\]!#]/g, (char) => `\\${char}`)}`;
}

function align(rules: readonly { readonly pattern: string; readonly owners: string }[]) {
  const width = Math.max(...rules.map(({ pattern }) => pattern.length));
  return rules.map(({ pattern, owners }) => ({ pattern: pattern.padEnd(width), owners }));
}
