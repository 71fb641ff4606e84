import type { Model } from "../model/model.ts";
import type { Team } from "../model/platform.ts";
import { below, repositoryFolder } from "../targets/jenkins/jenkinsfile-home.ts";
import { allJobs, inPipelines, teamOf } from "../targets/jenkins/jobs-model.ts";
import { groupBy } from "../targets/model-lookup.ts";
import type { PlannedFile } from "../targets/target.ts";

/** Who owns a path of the pipelines repository; one that ends in a slash stands for all below it. */
export interface PathRule {
  readonly path: string;
  /** Teams; the first one's is the file, the others' stages run in it. */
  readonly teams: readonly string[];
}

/** Teams that own what is no service's own. */
export function siteTeams({ pipelines, teams }: Model): readonly string[] {
  return pipelines.owner === null ? teams.map(({ name }) => name) : [pipelines.owner];
}

/** The rules for all spec files and all that was planned, the wider ones first; of those that match the last one counts. */
export function pathRules(model: Model, planned: readonly PlannedFile[]): PathRule[] {
  return [...specRules(model), ...shardRules(model, planned)];
}

/** The team that a planned file belongs to; null for what is no service's own. */
export function teamOfShard(shard: string): string | null {
  const slash = shard.indexOf("/");
  return slash === -1 ? null : shard.slice(0, slash);
}

/** The people who review what teams own, each once. */
export function reviewersOf(model: Model, teams: readonly string[]): readonly string[] {
  return [...new Set(teams.flatMap((team) => teamOf(model, team).reviewers))];
}

/** A service's spec belongs to the owner of its first stage. */
function specRules(model: Model): PathRule[] {
  return model.services.map(({ specFile, stages }) => ({
    path: specFile,
    teams: stages.slice(0, 1).map(({ owner }) => owner),
  }));
}

/** A shard's files belong to its team; a service with several teams' stages in one job also to those. */
function shardRules(model: Model, planned: readonly PlannedFile[]): PathRule[] {
  const shared = new Map(
    allJobs(model)
      .filter((job) => job.stages.length > 1)
      .map((job) => [`${job.owner}/${job.service.name}`, job.stages.map((stage) => stage.owner)]),
  );
  const filesByShard = groupBy(
    planned.filter(({ shard }) => shard.includes("/")),
    ({ shard }) => shard,
  );
  return [...filesByShard].flatMap(([shard, planned]) => {
    const files = planned.map(({ path }) => coveringPath(path));
    const teams = shared.get(shard) ?? [teamOfShard(shard) ?? ""];
    const paths = [...new Set(files), `.stagewright/manifest/${shard}.json`];
    return paths.map((path) => ({ path: inPipelines(model, path), teams: [...new Set(teams)] }));
  });
}

/** The rules for what a team's own repository holds, as paths of that repository. */
export function repositoryRules(model: Model, planned: readonly PlannedFile[], { name, pipelines }: Team): PathRule[] {
  const folder = inPipelines(model, repositoryFolder(name));
  return shardRules(model, planned)
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, teams }) => ({ path: below(pipelines?.directory ?? "", path.slice(folder.length)), teams }));
}

/** A folder that is one shard's alone stands for the files in it. */
function coveringPath(path: string): string {
  const shared = path.startsWith("jenkins/") || path.startsWith("argocd/");
  return shared ? path : path.slice(0, path.lastIndexOf("/") + 1);
}
