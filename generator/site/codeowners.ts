import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import { repositoryFolder } from "../targets/output-places.ts";
import type { Planned, PlannedFile } from "../targets/target.ts";
import { mergeByFolder } from "./folder-rules.ts";
import {
  inRepository,
  type PathRule,
  repositoryRules,
  reviewersOf,
  shardRules,
  siteTeams,
  specRules,
  teamOfShard,
} from "./ownership.ts";

/**
 * Plans CODEOWNERS of the pipelines repository, of the library's repository and of each team's own repository. The last
 * matching rule counts, so the rule for all files comes first. GitLab applies the last match of every section, so all rules
 * are in one section.
 */
export function planCodeowners(model: Model, planned: readonly Planned[]): PlannedFile[] {
  const ofShards = shardRules(model, planned);
  const ofTeams = model.teams.flatMap((team) => {
    if (team.pipelines === null) return [];
    const { directory } = team.pipelines;
    const rules = repositoryRules(ofShards, team.name, directory);
    if (rules.length === 0) return [];
    const all = { path: directory === "" ? "" : `${directory}/`, teams: [team.name] };
    return [planFile(model, repositoryFolder(team.name), [all, ...rules])];
  });
  const all = { path: "", teams: siteTeams(model) };
  const { library, pipelines } = model;
  // Only Jenkins has a library, which can be in a repository of its own.
  const apart = library.git !== null && !isSameRepository(library.git, pipelines.git);
  const ofLibrary =
    apart && planned.some(({ path }) => path.startsWith("library/")) ? [planFile(model, "library/", [all])] : [];
  const own = [...ofLibrary, ...ofTeams];
  const ofFiles = mergedRules(model, ofShards, [...planned, ...own]);
  return [planFile(model, "", [all, ...ofFiles, ...specRules(model)]), ...own];
}

/** The rules for the generated files in the pipelines repository, with one rule for a folder of one owner. */
function mergedRules(model: Model, rules: readonly PathRule[], files: readonly Planned[]): PathRule[] {
  const ofSite = files.filter(({ shard }) => teamOfShard(shard) === null).map(({ path }) => path);
  return mergeByFolder(rules, ofSite).map((rule) => inRepository(model, rule));
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
  // A call with many thousands of arguments exceeds the stack.
  const width = rules.reduce((most, { pattern }) => Math.max(most, pattern.length), 0);
  return rules.map(({ pattern, owners }) => ({ pattern: pattern.padEnd(width), owners }));
}
