import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import { groupOf, parallelOf, upstreamsOf } from "./chains.ts";
import { reachOf } from "./reach.ts";
import type { StageSpec } from "./specs.ts";

/** The first stage of a stage's job; for a service with one job, the first stage without upstream stages. */
export function firstOfJob(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): StageSpec {
  if (topologyOf(platform, service) !== "combined") return headOf(platform, service, stage);
  return service.stages.find((it) => upstreamsOf(service.stages, it).length === 0) ?? stage;
}

/** How a service's pipeline is split into jobs. */
export function topologyOf(platform: PlatformSpec, service: ServiceSpec): NonNullable<ServiceSpec["topology"]> {
  return service.topology ?? platform.topology ?? defaults.platform.topology;
}

/** The first stage of a stage's job: the stage itself, or an earlier stage of the same owner. */
function headOf(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec, depth = 0): StageSpec {
  if (topologyOf(platform, service) !== "per-team" || depth > service.stages.length) return stage;
  const group = groupOf(service.stages, stage);
  const heads = group.map((member) => joined(platform, service, member, depth));
  const [head] = heads;
  if (head !== null && head !== undefined && heads.every((it) => it === head)) return head;
  return beginTogether(platform, service, group) ? (group[0] ?? stage) : stage;
}

/** Whether parallel stages have the same owner and the same commits start all of them. */
function beginTogether(platform: PlatformSpec, service: ServiceSpec, group: readonly StageSpec[]): boolean {
  const [first] = group;
  const reach = group.map((it) => reachOf(platform, service, it));
  return (
    group.every(({ owner }) => owner === first?.owner) &&
    reach.every(({ branches, tags }) => branches.length + tags.length > 0) &&
    new Set(reach.map((it) => JSON.stringify(it))).size === 1
  );
}

/**
 * The first stage of the job that a stage can join: its owner runs all upstream stages there, and the same commits
 * start both. A stage that a person starts has its own job. In a multibranch job, only stages that pull requests reach
 * join the source stage: another job gets no commit of a pull request.
 */
function joined(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec, depth: number): StageSpec | null {
  const needed = upstreamsOf(service.stages, stage);
  const [first] = needed;
  if (first === undefined || needed.some((it) => it.owner !== stage.owner)) return null;
  // A stage joins after the whole group: with one member's record, it would start before the others end.
  if (parallelOf(first) !== undefined && needed.length !== groupOf(service.stages, first).length) return null;
  const heads = needed.map((it) => headOf(platform, service, it, depth + 1));
  const [head] = heads;
  if (head === undefined || heads.some((it) => it !== head) || head.owner !== stage.owner) return null;
  const reach = reachOf(platform, service, stage);
  if (reach.branches.length + reach.tags.length === 0 && !reach.pullRequests) return null;
  if (head.kind === "source") return service.job !== "multibranch" || reach.pullRequests ? head : null;
  return JSON.stringify(reach) === JSON.stringify(reachOf(platform, service, head)) ? head : null;
}
