import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { Span } from "../../parse/document.ts";
import { formerJobs } from "../../spec/former-jobs.ts";
import { folderOf, jobPath } from "../../spec/job-paths.ts";
import type { Checked } from "../../spec/specs.ts";
import { knownNames } from "./known.ts";
import { onlyOnce, type Rule, unknownName } from "./rule.ts";

/** The highest number of former paths of a job. All are part of its definition and of the Jenkinsfiles that follow. */
const MOST_PATHS = 60;

/** A former name is not in use now. Otherwise the seed job would move the job of another stage. */
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
  if (platform === null) return [...names, ...stages];
  return placedOnce([...names, ...stages, ...ownFolders(platform), ...jobsOf(platform, services)]);
};

/** Reports each place once, not again for each of its jobs. */
function placedOnce(found: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map(found.map((it) => [JSON.stringify(it.at), it]).reverse() as [string, Diagnostic][]);
  return [...places.values()].reverse();
}

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
  return Object.entries(spec.teams).flatMap(([team, { previousFolders = [] }]) =>
    previousFolders.flatMap((folder, index) =>
      folder === folderOf(spec, team)
        ? [taken(document.valueSpan(["teams", team, "previousFolders", index]), folder, "the folder")]
        : [],
    ),
  );
}

/** Reports former paths at which another job is or was. */
function jobsOf(platform: Checked<PlatformSpec>, services: readonly Checked<ServiceSpec>[]): Diagnostic[] {
  const today = new Set(services.flatMap(({ spec }) => spec.stages.map((it) => jobPath(platform.spec, spec, it))));
  const once = onlyOnce("a former path of another job");
  return services.flatMap(({ document, spec }) => {
    const heads = new Map(spec.stages.map((it) => [jobPath(platform.spec, spec, it), it]));
    return [...heads.values()].flatMap((stage) => {
      const former = formerJobs(platform.spec, spec, stage).map(({ path, key }) => ({
        path,
        span: (key.spec === "service" ? document : platform.document).valueSpan(key.keys),
      }));
      const [first] = former;
      if (first !== undefined && former.length > MOST_PATHS) return [tooMany(first.span, stage.id, former.length)];
      return former.flatMap(({ path, span }) =>
        today.has(path) ? [taken(span, path, "the path of a job")] : once(path, span),
      );
    });
  });
}

function taken(span: Span, name: string, what: string): Diagnostic {
  return finding("SW303", span, `${show(name)} is currently ${what}`, {
    hint: "list only names that are no longer in use",
  });
}

function tooMany(span: Span, stage: string, count: number): Diagnostic {
  const message = `the former names of stage ${show(stage)} result in ${count} job paths; at most ${MOST_PATHS} are allowed`;
  return finding("SW357", span, message, { hint: "remove former names without builds that must be kept" });
}
