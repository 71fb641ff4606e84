import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Reach } from "../model/service.ts";
import { ancestors, groupOf } from "./chains.ts";
import type { BranchRule, StageSpec } from "./specs.ts";

const nothing: Reach = { branches: [], tags: [], pullRequests: false };

/**
 * Which commits start a stage by themselves. Every branch and pull request goes through the source stages; how far the
 * rest goes, rules say. A stage behind a protected deployment starts by hand, unless people are
 * asked there.
 */
export function reachOf(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): Reach {
  const chain = [stage, ...(ancestors(service.stages, stage) ?? [])];
  if (chain.some((it) => isProtected(platform, it) && !asks(it))) return nothing;
  const rules = [...(service.branches ?? []), ...defaultRules(platform, service)].filter((rule) =>
    goesThrough(service, stage, rule),
  );
  const source = stage.kind === "source";
  const branches = rules.flatMap(({ branch }) => branch ?? []);
  return {
    branches: source ? ["**"] : [...new Set(branches)],
    tags: [...new Set(rules.flatMap(({ tag }) => tag ?? []))],
    pullRequests: source,
  };
}

/** Whether a rule's last stage is this one, or takes what this one makes. */
function goesThrough(service: ServiceSpec, stage: StageSpec, { through }: BranchRule): boolean {
  const last = service.stages.find(({ id }) => id === through);
  if (last === undefined) return false;
  // Stages side by side go together.
  return groupOf(service.stages, last).includes(stage) || (ancestors(service.stages, last) ?? []).includes(stage);
}

/**
 * Without a rule of its own the default branch goes through all images, the first deployment that is not protected or
 * its group, and every custom stage that no other deployment comes before.
 */
function defaultRules(platform: PlatformSpec, service: ServiceSpec): BranchRule[] {
  const branch = service.branch ?? defaults["service spec"].branch;
  if ((service.branches ?? []).some((rule) => rule.branch === branch)) return [];
  const open = service.stages.filter((stage) =>
    [stage, ...(ancestors(service.stages, stage) ?? [])].every((it) => !isProtected(platform, it)),
  );
  const deployment = open.find(({ kind }) => kind === "deploy");
  const deployments = deployment === undefined ? [] : groupOf(service.stages, deployment);
  const before = (stage: StageSpec) => [stage, ...(ancestors(service.stages, stage) ?? [])];
  const last = open.filter((stage) => before(stage).every((it) => it.kind !== "deploy" || deployments.includes(it)));
  return last.map(({ id }) => ({ branch, through: id }));
}

function isProtected(platform: PlatformSpec, stage: StageSpec): boolean {
  return stage.kind === "deploy" && platform.environments?.[stage.environment]?.protected === true;
}

/** Whether people are asked before a stage works, so that a rule may lead to it. */
export function asks(stage: StageSpec): boolean {
  return stage.kind !== "source" && stage.approval !== undefined;
}
