import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import { overlap } from "../../model/folders.ts";
import { isSameRepository, repositoryKey } from "../../model/git-address.ts";
import type { Span } from "../../parse/document.ts";
import type { Rule } from "./rule.ts";

/** A place that a team's Jenkinsfiles are pushed to. */
interface Place {
  readonly team: string;
  readonly branch: string;
  readonly directory: string;
  readonly span: Span;
}

/** A team's own repository is neither the pipelines repository nor the library's, and holds each team's part by itself. */
export const teamRepositories: Rule = ({ platform }) => {
  if (platform === null) return [];
  const places = new Map<string, Place[]>();
  return Object.entries(platform.spec.teams).flatMap(([team, { pipelines }]) => {
    if (pipelines === undefined) return [];
    const { branch, directory } = { ...defaults["team repository"], ...pipelines };
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
    const hint = "leave the team's pipelines out: its Jenkinsfiles lie there anyway";
    return [finding("SW306", span, `${show(git)} is the pipelines repository, not one of the team's own`, { hint })];
  }
  if (library.git === undefined || !isSameRepository(git, library.git)) return [];
  const hint = "name one of the team's own: who pushes to the library's has code run in every folder";
  return [finding("SW306", span, `${show(git)} is the library's repository`, { hint })];
}

function overlapping(first: Place, team: string, git: string, span: Span): Diagnostic {
  const message = `${show(git)} is team "${first.team}"'s too, and their folders in it overlap`;
  const related = [{ at: first.span.at, message: "the first one" }];
  return finding("SW303", span, message, { related, hint: `give each a directory of its own, such as ${team}` });
}
