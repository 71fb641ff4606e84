import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Position } from "../../model/origin.ts";
import { found } from "../model-lookup.ts";
import type { JenkinsModel, JenkinsService, JenkinsStage } from "./jenkins-model.ts";
import { formerPaths } from "./job-names.ts";

/** The highest number of former paths of a job. All are part of its definition and of the Jenkinsfiles that follow. */
const MOST_PATHS = 60;

interface Place {
  readonly at: Position;
  readonly length: number;
}

/** A job path belongs to one job, and a former path is not in use now. */
export function checkJobNames(model: JenkinsModel): Diagnostic[] {
  return [...checkPaths(model), ...placedOnce(checkFormerPaths(model))];
}

/** Job names combine service and stage: `shop` with stage `a-b` and `shop-a` with stage `b` have the same name. */
function checkPaths(model: JenkinsModel): Diagnostic[] {
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
  return model.services.flatMap((service) =>
    jobsInSpecOrder(model, service).flatMap((stages) => {
      const first = found(
        stages.find(({ id, firstOfJob }) => id === firstOfJob),
        `first stage of ${stages[0]?.job}`,
      );
      const former = formerPaths(model, service, first).map(({ path, origin }) => ({
        path,
        place: placeOf(model, origin),
      }));
      const [oldest] = former;
      if (oldest !== undefined && former.length > MOST_PATHS)
        return [tooMany(oldest.place, stages.at(-1)?.id ?? first.id, former.length)];
      return former.flatMap(({ path, place }) => (today.has(path) ? [taken(place, path)] : once(path, place)));
    }),
  );
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
export function placeOfId(model: JenkinsModel, service: JenkinsService, { id }: JenkinsStage): Place {
  return placeOf(model, `services/${service.name}/stages/${id}/id`);
}

/** The place in the spec of a value that a spec sets. */
function placeOf({ origins, specFile }: JenkinsModel, path: string): Place {
  const { at = { file: specFile, line: 1, column: 1 }, length = 1 } = origins.get(path) ?? {};
  return { at, length };
}

function taken(place: Place, path: string): Diagnostic {
  return finding("SW303", place, `${show(path)} is currently the path of a job`, {
    hint: "list only names that are no longer in use",
  });
}

function tooMany(place: Place, stage: string, count: number): Diagnostic {
  const message = `the former names of stage ${show(stage)} result in ${count} job paths; at most ${MOST_PATHS} are allowed`;
  return finding("SW357", place, message, { hint: "remove former names without builds that must be kept" });
}
