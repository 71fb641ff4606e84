import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Position } from "../../model/origin.ts";
import { found } from "../model-lookup.ts";
import { type SpecPlace, specPlace } from "../spec-place.ts";
import type { JenkinsModel, JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { formerPaths } from "./job-names.ts";

/** The highest number of former paths of a job. All are part of its definition and of the Jenkinsfiles that follow. */
const MOST_PATHS = 60;

/** A job path belongs to one job, and a former path is not in use now. */
export function checkJobNames(model: JenkinsModel): Diagnostic[] {
  return [...checkPaths(model), ...placedOnce(checkFormerPaths(model))];
}

/** Job names combine service and stage: `shop` with stage `a-b` and `shop-a` with stage `b` have the same name. */
function checkPaths(model: JenkinsModel): Diagnostic[] {
  const paths = model.services.flatMap(({ stages }) => [...new Set(stages.map(({ job }) => job))]);
  // Places of values are costly, and only a finding needs them.
  if (new Set(paths).size === paths.length) return [];
  const once = onlyOnce("the job of another stage");
  return model.services.flatMap((service) =>
    jobsInSpecOrder(model, service).flatMap(([first]) =>
      first === undefined ? [] : once(first.job, placeOfId(model, service, first)),
    ),
  );
}

/** Reports former paths at which another job is or was. Otherwise the seed job would move the job of another stage. */
function checkFormerPaths(model: JenkinsModel): Diagnostic[] {
  const today = new Set(model.services.flatMap(({ stages }) => stages.map(({ job }) => job)));
  const once = onlyOnce("a former path of another job");
  const renamed = model.services.filter((service) =>
    service.stages.some((stage) => isFirst(stage) && formerPaths(model, service, stage).length > 0),
  );
  return renamed.flatMap((service) =>
    jobsInSpecOrder(model, service).flatMap((stages) => {
      const first = found(stages.find(isFirst), `first stage of ${stages[0]?.job}`);
      const former = formerPaths(model, service, first).map(({ path, origin }) => ({
        path,
        place: specPlace(model, origin),
      }));
      const [oldest] = former;
      if (oldest !== undefined && former.length > MOST_PATHS)
        return [tooMany(oldest.place, stages.at(-1)?.id ?? first.id, former.length)];
      return former.flatMap(({ path, place }) => (today.has(path) ? [taken(place, path)] : once(path, place)));
    }),
  );
}

function isFirst({ id, firstOfJob }: JenkinsStage): boolean {
  return id === firstOfJob;
}

/** Reports each place once, not again for each of its jobs. */
function placedOnce(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter(({ at }) => seen.size < seen.add(JSON.stringify(at)).size);
}

/** The stages of each job, all in the order of the spec. The model's order is that of their needs. */
function jobsInSpecOrder(model: JenkinsModel, service: JenkinsService): JenkinsStage[][] {
  const lineOf = (stage: JenkinsStage) => placeOfId(model, service, stage).at;
  const stages = [...service.stages].sort((one, other) => comparePlaces(lineOf(one), lineOf(other)));
  return [...new Set(stages.map(({ job }) => job))].map((path) => stages.filter(({ job }) => job === path));
}

function comparePlaces(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}

/** The place of the ID of a stage in the spec. */
export function placeOfId(model: JenkinsModel, service: JenkinsService, { id }: JenkinsStage): SpecPlace {
  return specPlace(model, `services/${service.name}/stages/${id}/id`);
}

function taken(place: SpecPlace, path: string): Diagnostic {
  return finding("SW303", place, `${show(path)} is currently the path of a job`, {
    hint: "list only names that are no longer in use",
  });
}

function tooMany(place: SpecPlace, stage: string, count: number): Diagnostic {
  const message = `the former names of stage ${show(stage)} result in ${count} job paths; at most ${MOST_PATHS} are allowed`;
  return finding("SW357", place, message, { hint: "remove former names without builds that must be kept" });
}
