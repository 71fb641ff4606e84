import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { allJobs, inPipelines, teamOf } from "./jobs-model.ts";

interface Rule {
  readonly pattern: string;
  readonly owners: string;
}

/**
 * Plans CODEOWNERS: who is asked to review what of all that was planned. The last rule that matches counts, so the one
 * for all files comes first.
 */
export function planCodeowners(model: Model, planned: readonly PlannedFile[]): PlannedFile[] {
  const everyone = [...new Set(model.teams.flatMap((team) => team.reviewers))];
  const rules = [{ pattern: "*", owners: everyone.join(" ") }, ...specRules(model), ...shardRules(model, planned)];
  return [
    {
      path: "CODEOWNERS",
      template: "jenkins/site/CODEOWNERS.hbs",
      shard: "site",
      view: { specFile: model.specFile, rules: align(rules.filter((rule) => rule.owners !== "")) },
    },
  ];
}

/** A service's spec belongs to the owner of its first stage. */
function specRules(model: Model): Rule[] {
  return model.services.map((service) => rule(model, service.specFile, [service.stages[0]?.owner ?? ""]));
}

/** A shard's files belong to its team; a combined service's also to the owners of the stages that it runs. */
function shardRules(model: Model, planned: readonly PlannedFile[]): Rule[] {
  const combined = new Map(
    allJobs(model)
      .filter((job) => job.stages.length > 1)
      .map((job) => [`${job.owner}/${job.service.name}`, job.stages.map((stage) => stage.owner)]),
  );
  const shards = [...new Set(planned.map(({ shard }) => shard))].filter((shard) => shard.includes("/"));
  return shards.flatMap((shard) => {
    const files = planned.filter((file) => file.shard === shard).map(({ path }) => coveringPath(path));
    const owners = combined.get(shard) ?? [shard.slice(0, shard.indexOf("/"))];
    const paths = [...new Set(files), `.stagewright/manifest/${shard}.json`];
    return paths.map((path) => rule(model, inPipelines(model, path), owners));
  });
}

/** A folder that is one shard's alone stands for the files in it. */
function coveringPath(path: string): string {
  const shared = path.startsWith("jenkins/") || path.startsWith("argocd/");
  return shared ? path : path.slice(0, path.lastIndexOf("/") + 1);
}

function rule(model: Model, path: string, owners: readonly string[]): Rule {
  const names = owners.filter((owner) => owner !== "");
  const reviewers = [...new Set(names.flatMap((owner) => teamOf(model, owner).reviewers))];
  // A path is taken literally: blanks and what would be a pattern are escaped.
  return { pattern: `/${path.replace(/[\s\\*?[\]!#]/g, (char) => `\\${char}`)}`, owners: reviewers.join(" ") };
}

function align(rules: readonly Rule[]) {
  const width = Math.max(...rules.map(({ pattern }) => pattern.length));
  return rules.map(({ pattern, owners }) => ({ pattern: pattern.padEnd(width), owners }));
}
