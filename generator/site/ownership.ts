import type { Model } from "../model/model.ts";
import { stagesByJob } from "../model/stages.ts";
import { groupBy, teamOf } from "../targets/model-lookup.ts";
import { below, inPipelines, repositoryFolder } from "../targets/output-places.ts";
import type { Planned } from "../targets/target.ts";

/** The owners of a path in the pipelines repository. A path that ends in a slash is a folder with all its files. */
export interface PathRule {
  readonly path: string;
  /** Teams: the first one owns the file, stages of the others run in it. */
  readonly teams: readonly string[];
}

/** Teams that own the files that belong to no service. */
export function siteTeams({ pipelines, teams }: Model): readonly string[] {
  return pipelines.owner === null ? teams.map(({ name }) => name) : [pipelines.owner];
}

/** The rules for all spec files and planned files. Wider rules come first, because the last matching rule counts. */
export function pathRules(model: Model, planned: readonly Planned[]): PathRule[] {
  return [...specRules(model), ...shardRules(model, planned).map((rule) => inRepository(model, rule))];
}

/** A rule for a path of the output folder, as a rule for the pipelines repository. */
export function inRepository(model: Model, { path, teams }: PathRule): PathRule {
  return { path: inPipelines(model, path), teams };
}

/** The team that owns the files of a manifest shard; null for the files that belong to no service. */
export function teamOfShard(shard: string): string | null {
  const slash = shard.indexOf("/");
  return slash === -1 ? null : shard.slice(0, slash);
}

/** The reviewers of several teams, without duplicates. */
export function reviewersOf(model: Model, teams: readonly string[]): readonly string[] {
  return [...new Set(teams.flatMap((team) => teamOf(model, team).reviewers))];
}

/** The rules for spec files: the owner of the first stage owns the spec of the service. */
export function specRules(model: Model): PathRule[] {
  return model.services.map(({ specFile, stages }) => ({
    path: specFile,
    teams: stages.slice(0, 1).map(({ owner }) => owner),
  }));
}

/** The rules for planned files, as paths of the output folder: the team of the shard owns them, and each team with a stage in the same job. */
export function shardRules(model: Model, planned: readonly Planned[]): PathRule[] {
  const shared = new Map(
    model.services.flatMap(({ name, stages }) =>
      stagesByJob(stages)
        .filter((ofJob) => ofJob.length > 1)
        .map((ofJob) => [`${ofJob[0]?.owner}/${name}`, ofJob.map(({ owner }) => owner)]),
    ),
  );
  const filesByShard = groupBy(
    planned.filter(({ shard }) => shard.includes("/")),
    ({ shard }) => shard,
  );
  return [...filesByShard].flatMap(([shard, ofShard]) => {
    const files = ofShard.map(({ path }) => coveringPath(path));
    const teams = shared.get(shard) ?? [teamOfShard(shard) ?? ""];
    const paths = [...new Set(files), `.stagewright/manifest/${shard}.json`];
    return paths.map((path) => ({ path, teams: [...new Set(teams)] }));
  });
}

/** The rules for the files of a team's own repository, as paths below `directory` of that repository. */
export function repositoryRules(rules: readonly PathRule[], team: string, directory: string): PathRule[] {
  const folder = repositoryFolder(team);
  return rules
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, teams }) => ({ path: below(directory, path.slice(folder.length)), teams }));
}

/** Returns the folder of a file if one shard owns the whole folder, otherwise the file. */
function coveringPath(path: string): string {
  const shared = /^(?:jenkins|argocd)\/|\.github\/workflows\//.test(path);
  return shared ? path : path.slice(0, path.lastIndexOf("/") + 1);
}
