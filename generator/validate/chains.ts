import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { StageSpec } from "./specs.ts";

/** The stage that one takes its record from: the one it needs, or the one before it in the list. */
export function upstreamOf(stages: readonly StageSpec[], stage: StageSpec): StageSpec | null {
  if (stage.kind === "source") return null;
  const needed = stage.needs?.[0];
  if (needed !== undefined) return stages.find(({ id }) => id === needed) ?? null;
  return stages[stages.indexOf(stage) - 1] ?? null;
}

/** The stages before one, nearest first; null where it needs itself, by way of others or not. */
export function ancestors(stages: readonly StageSpec[], stage: StageSpec): StageSpec[] | null {
  const found: StageSpec[] = [];
  for (let it = upstreamOf(stages, stage); it !== null; it = upstreamOf(stages, it)) {
    if (it === stage || found.includes(it)) return null;
    found.push(it);
  }
  return found;
}

/** `/<owner's folder>/<service>-<stage>`; a combined service has one job, with the owner of its first stage. */
export function jobPath(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): string {
  const combined = (service.topology ?? platform.topology) === "combined";
  const owner = combined ? (service.stages[0]?.owner ?? stage.owner) : stage.owner;
  const folder = platform.teams[owner]?.folder ?? owner;
  return combined ? `/${folder}/${service.service}` : `/${folder}/${service.service}-${stage.id}`;
}
