import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import type { Checked } from "../../spec/specs.ts";
import { knownNames } from "./known.ts";
import { type Rule, unknownName } from "./rule.ts";

/** A former name of a service, a stage or a team's folder is not in use now. */
export const renames: Rule = (specs) => {
  const { platform, services } = specs;
  const today = services.map(({ spec }) => spec.service);
  const once = onlyOnce("a former name of another service");
  const names = services.flatMap(({ document, spec }) =>
    (spec.previousNames ?? []).flatMap((name, index) => {
      const span = document.valueSpan(["previousNames", index]);
      if (today.includes(name)) return [taken(span, name, "the name of a service")];
      return once(name, span);
    }),
  );
  const teams = knownNames(specs, "teams");
  const stages = services.flatMap((service) => [...ownIds(service), ...ownOwners(service, teams)]);
  return [...names, ...stages, ...(platform === null ? [] : ownFolders(platform))];
};

/** Records contain stage ids, so a former id is neither a current nor a former id of another stage. */
function ownIds({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const today = spec.stages.map(({ id }) => id);
  const once = onlyOnce("a former id of another stage");
  return spec.stages.flatMap(({ previousIds = [] }, at) =>
    previousIds.flatMap((id, index) => {
      const span = document.valueSpan(["stages", at, "previousIds", index]);
      return today.includes(id) ? [taken(span, id, "the id of a stage")] : once(id, span);
    }),
  );
}

function ownOwners({ document, spec }: Checked<ServiceSpec>, teams: readonly string[] | null): Diagnostic[] {
  return spec.stages.flatMap(({ owner, previousOwners = [] }, at) =>
    previousOwners.flatMap((team, index) => {
      const span = document.valueSpan(["stages", at, "previousOwners", index]);
      if (team === owner) return [taken(span, team, "the owner")];
      return teams === null || teams.includes(team) ? [] : [unknownName(span, team, "a team", teams)];
    }),
  );
}

function ownFolders({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  return Object.entries(spec.teams).flatMap(([team, { folder = team, previousFolders = [] }]) =>
    previousFolders.flatMap((former, index) =>
      former === folder
        ? [taken(document.valueSpan(["teams", team, "previousFolders", index]), folder, "the folder")]
        : [],
    ),
  );
}

function taken(span: Span, name: string, what: string): Diagnostic {
  return finding("SW303", span, `${show(name)} is currently ${what}`, {
    hint: "list only names that are no longer in use",
  });
}
