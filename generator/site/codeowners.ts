import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import { repositoryFolder } from "../targets/jenkins/jenkinsfile-home.ts";
import type { PlannedFile } from "../targets/target.ts";
import { type PathRule, pathRules, repositoryRules, reviewersOf, siteTeams } from "./ownership.ts";

/**
 * Plans CODEOWNERS, for the pipelines repository, for the library's and for each team's own: who is asked to review what
 * of all that was planned. The last rule that matches counts, so the one for all files comes first. GitLab reads each
 * section by itself: all rules stand in one, or the first would count too.
 */
export function planCodeowners(model: Model, planned: readonly PlannedFile[]): PlannedFile[] {
  const ofTeams = model.teams.flatMap((team) => {
    const rules = repositoryRules(model, planned, team);
    if (team.pipelines === null || rules.length === 0) return [];
    const { directory } = team.pipelines;
    const all = { path: directory === "" ? "" : `${directory}/`, teams: [team.name] };
    return [planFile(model, repositoryFolder(team.name), [all, ...rules])];
  });
  const all = { path: "", teams: siteTeams(model) };
  const { library, pipelines } = model;
  const ofLibrary =
    library.git === null || isSameRepository(library.git, pipelines.git) ? [] : [planFile(model, "library/", [all])];
  return [planFile(model, "", [all, ...pathRules(model, planned)]), ...ofLibrary, ...ofTeams];
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
    template: "jenkins/site/CODEOWNERS.hbs",
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
