import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Reach } from "../model/service.ts";
import { ancestors, groupOf } from "./chains.ts";
import type { BranchRule, StageSpec } from "./specs.ts";

const nothing: Reach = { branches: [], tags: [], pullRequests: false };

/**
 * The commits that start a stage automatically. Every branch and pull request starts the source stages; branch rules
 * define which commits start the other stages: custom stages also for pull requests. A person starts a protected deployment and the stages after it, except
 * if an approval is configured.
 */
export function reachOf(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): Reach {
  const chain = [stage, ...(ancestors(service.stages, stage) ?? [])];
  if (chain.some((it) => isProtected(platform, it) && !needsApproval(it))) return nothing;
  const rules = rulesThrough(platform, service, stage);
  const source = stage.kind === "source";
  const checks = stage.kind === "custom" && rules.some(({ pullRequest }) => pullRequest === true);
  const branches = rules.flatMap(({ branch }) => branch ?? []);
  return {
    branches: source ? ["**"] : [...new Set(branches)],
    tags: [...new Set(rules.flatMap(({ tag }) => tag ?? []))],
    pullRequests: source || checks,
  };
}

/** The branch rules that lead through a stage, and those that a service without them has. */
export function rulesThrough(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): BranchRule[] {
  return [...(service.branches ?? []), ...defaultRules(platform, service)].filter((rule) =>
    goesThrough(service, stage, rule),
  );
}

/** Whether a rule's last stage is this stage or comes after it. */
function goesThrough(service: ServiceSpec, stage: StageSpec, { through }: BranchRule): boolean {
  const last = service.stages.find(({ id }) => id === through);
  if (last === undefined) return false;
  // A rule that leads to one stage of a parallel group leads to all.
  return groupOf(service.stages, last).includes(stage) || (ancestors(service.stages, last) ?? []).includes(stage);
}

/**
 * Without a rule, the default branch reaches all image stages, the first unprotected deployment or its group, and every
 * custom stage without another deployment before it.
 */
function defaultRules(platform: PlatformSpec, service: ServiceSpec): BranchRule[] {
  const branch = service.branch ?? defaults.service.branch;
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

/** Whether a stage waits for an approval, so that a branch rule may lead to it. */
export function needsApproval(stage: StageSpec): boolean {
  return stage.kind !== "source" && stage.approval !== undefined;
}
