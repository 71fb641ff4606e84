import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { overlap } from "../../model/folders.ts";
import { isSameRepository, repositoryKey } from "../../model/git-address.ts";
import type { Span } from "../../parse/document.ts";
import type { Rule } from "./rule.ts";

/** The repository folder for a team's Jenkinsfiles. */
interface Place {
  readonly team: string;
  readonly branch: string;
  readonly directory: string;
  readonly span: Span;
}

/** A team's own repository is not the pipelines or library repository, and each team has its own folder in it. */
export const teamRepositories: Rule = ({ platform }) => {
  if (platform === null) return [];
  const places = new Map<string, Place[]>();
  return Object.entries(platform.spec.teams).flatMap(([team, { pipelines }]) => {
    if (pipelines === undefined) return [];
    const { branch, directory } = { ...defaults.teamRepository, ...pipelines };
    const span = platform.document.valueSpan(["teams", team, "pipelines", "git"]);
    const key = repositoryKey(pipelines.git);
    const others = places.get(key) ?? [];
    places.set(key, [...others, { team, branch, directory, span }]);
    const shared = others.find((it) => it.branch === branch && overlap(it.directory, directory));
    return [
      ...taken(platform.spec, pipelines.git, span),
      ...(shared === undefined ? [] : [overlapping(shared, team, pipelines.git, span)]),
    ];
  });
};

function taken({ pipelines, library }: PlatformSpec, git: string, span: Span): Diagnostic[] {
  if (isSameRepository(git, pipelines.git)) {
    const hint = "remove pipelines from the team: its Jenkinsfiles are already in this repository";
    return [finding("SW355", span, `${show(git)} is the pipelines repository, not the team's own`, { hint })];
  }
  if (library.git === undefined || !isSameRepository(git, library.git)) return [];
  const hint = "use a repository of the team: anyone who can push to this one runs code in all folders";
  return [finding("SW355", span, `${show(git)} is the library's repository`, { hint })];
}

function overlapping(first: Place, team: string, git: string, span: Span): Diagnostic {
  const message = `team "${first.team}" also uses ${show(git)}, and their folders overlap`;
  const related = [{ at: first.span.at, message: "the first one" }];
  return finding("SW303", span, message, {
    related,
    hint: `set a separate directory for each team, for example ${team}`,
  });
}
