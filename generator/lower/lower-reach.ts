import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Reach } from "../model/service.ts";
import { ancestors } from "../validate/chains.ts";
import type { BranchRule, StageSpec } from "../validate/specs.ts";
import type { StageContext } from "./lower-stage.ts";

const nothing: Reach = { branches: [], tags: [], pullRequests: false };

/**
 * Which commits start a stage by themselves. Every branch and pull request goes through the source stages; how far the
 * rest goes, rules say. A stage behind a protected deployment starts by hand only.
 */
export function lowerReach(context: StageContext): Reach {
  const { platform, service, stage } = context;
  const chain = [stage, ...(ancestors(service.stages, stage) ?? [])];
  if (chain.some((it) => isProtected(platform, it))) return nothing;
  const rules = [...(service.branches ?? []), ...defaultRules(context)].filter((rule) => goesThrough(context, rule));
  const source = stage.kind === "source";
  const branches = rules.flatMap(({ branch }) => branch ?? []);
  return {
    branches: source ? ["**"] : [...new Set(branches)],
    tags: [...new Set(rules.flatMap(({ tag }) => tag ?? []))],
    pullRequests: source,
  };
}

/** Whether a rule's last stage is this one, or takes what this one makes. */
function goesThrough({ service, stage }: StageContext, { through }: BranchRule): boolean {
  const last = service.stages.find(({ id }) => id === through);
  return last !== undefined && (last === stage || (ancestors(service.stages, last) ?? []).includes(stage));
}

/** Without a rule of its own the default branch goes through all images and the first deployment that is not protected. */
function defaultRules({ platform, service }: StageContext): BranchRule[] {
  const branch = service.branch ?? defaults["service spec"].branch;
  if ((service.branches ?? []).some((rule) => rule.branch === branch)) return [];
  const open = service.stages.filter((stage) =>
    [stage, ...(ancestors(service.stages, stage) ?? [])].every((it) => !isProtected(platform, it)),
  );
  const deployment = open.find(({ kind }) => kind === "deploy");
  const last = open.filter((stage) => stage.kind === "image" || stage === deployment);
  return last.map(({ id }) => ({ branch, through: id }));
}

function isProtected(platform: PlatformSpec, stage: StageSpec): boolean {
  return stage.kind === "deploy" && platform.environments?.[stage.environment]?.protected === true;
}
