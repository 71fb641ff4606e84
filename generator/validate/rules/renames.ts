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

/** More paths than a job can have had; all of them stand in its definition, and in the Jenkinsfiles of those after it. */
const MOST_PATHS = 60;

/** A former name is nobody's today: the seed would move another's job, and records of two would be one's. */
export const renames: Rule = (specs) => {
  const { platform, services } = specs;
  const today = services.map(({ spec }) => spec.service);
  const once = onlyOnce("another service's former name");
  const names = services.flatMap(({ document, spec }) =>
    (spec.previousNames ?? []).flatMap((name, index) => {
      const span = document.valueSpan(["previousNames", index]);
      if (today.includes(name)) return [taken(span, name, "a service")];
      return once(name, span);
    }),
  );
  const teams = knownNames(specs, "teams");
  const stages = services.flatMap((service) => [...ownIds(service), ...ownOwners(service, teams)]);
  if (platform === null) return [...names, ...stages];
  return placedOnce([...names, ...stages, ...ownFolders(platform), ...jobsOf(platform, services)]);
};

/** What is refused is not refused again for each of its jobs. */
function placedOnce(found: readonly Diagnostic[]): Diagnostic[] {
  const places = new Map(found.map((it) => [JSON.stringify(it.at), it]).reverse() as [string, Diagnostic][]);
  return [...places.values()].reverse();
}

/** Records name a stage: a former id is no other stage's of the service, today's or former. */
function ownIds({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const today = spec.stages.map(({ id }) => id);
  const once = onlyOnce("another stage's former id");
  return spec.stages.flatMap(({ previousIds = [] }, at) =>
    previousIds.flatMap((id, index) => {
      const span = document.valueSpan(["stages", at, "previousIds", index]);
      return today.includes(id) ? [taken(span, id, "a stage's id")] : once(id, span);
    }),
  );
}

function ownOwners({ document, spec }: Checked<ServiceSpec>, teams: readonly string[] | null): Diagnostic[] {
  return spec.stages.flatMap(({ owner, previousOwners = [] }, at) =>
    previousOwners.flatMap((team, index) => {
      const span = document.valueSpan(["stages", at, "previousOwners", index]);
      if (team === owner) return [taken(span, team, "its owner")];
      return teams === null || teams.includes(team) ? [] : [unknownName(span, team, "a team", teams)];
    }),
  );
}

function ownFolders({ document, spec }: Checked<PlatformSpec>): Diagnostic[] {
  return Object.entries(spec.teams).flatMap(([team, { previousFolders = [] }]) =>
    previousFolders.flatMap((folder, index) =>
      folder === folderOf(spec, team)
        ? [taken(document.valueSpan(["teams", team, "previousFolders", index]), folder, "its folder")]
        : [],
    ),
  );
}

/** Whether another job stands, or stood, where one was. */
function jobsOf(platform: Checked<PlatformSpec>, services: readonly Checked<ServiceSpec>[]): Diagnostic[] {
  const today = new Set(services.flatMap(({ spec }) => spec.stages.map((it) => jobPath(platform.spec, spec, it))));
  const once = onlyOnce("another job's former path");
  return services.flatMap(({ document, spec }) => {
    const heads = new Map(spec.stages.map((it) => [jobPath(platform.spec, spec, it), it]));
    return [...heads.values()].flatMap((stage) => {
      const former = formerJobs(platform.spec, spec, stage).map(({ path, says }) => ({
        path,
        span: (says.spec === "service" ? document : platform.document).valueSpan(says.keys),
      }));
      const [first] = former;
      if (first !== undefined && former.length > MOST_PATHS) return [tooMany(first.span, stage.id, former.length)];
      return former.flatMap(({ path, span }) => (today.has(path) ? [taken(span, path, "a job")] : once(path, span)));
    });
  });
}

function taken(span: Span, name: string, what: string): Diagnostic {
  return finding("SW303", span, `${show(name)} is ${what} of today`, { hint: "name only what nobody is called now" });
}

function tooMany(span: Span, stage: string, count: number): Diagnostic {
  const message = `the job of stage ${show(stage)} would have had ${count} paths, by all its former names together; ${MOST_PATHS} are the most`;
  return finding("SW306", span, message, { hint: "leave out those that no build is kept of" });
}
