import { engines } from "../generated/engines.ts";
import type { Engine as EngineSettings, PodSecurity } from "../model/platform.ts";
import type { Engine } from "./engine.ts";

export { engines };

/** Returns an engine by its name in the spec; undefined for an unknown name. */
export function engineNamed(name: string): Engine | undefined {
  return engines.find((it) => it.name === name);
}

/** From the most permissive level to the strictest. */
const LEVELS: readonly PodSecurity[] = ["privileged", "baseline", "restricted"];

/** Whether a namespace that allows a Pod Security level admits pods that need a level. */
export function admits(allowed: PodSecurity, needed: PodSecurity): boolean {
  return LEVELS.indexOf(needed) >= LEVELS.indexOf(allowed);
}

/** The Pod Security level that the pods of a site's engine need. */
export function podSecurityOf({ name, settings }: EngineSettings): PodSecurity {
  const engine = engineNamed(name);
  return engine?.podSecurityWith?.(settings) ?? engine?.podSecurity ?? "privileged";
}

/** An engine with a Pod Security level of its pods. An engine whose settings lower the level has a second entry. */
export interface EngineLevel {
  /** `kaniko`, or `buildkit with host`. */
  readonly name: string;
  readonly level: PodSecurity;
}

/** Every engine, and the level of its pods. */
export const engineLevels: readonly EngineLevel[] = engines.flatMap(({ name, podSecurity, lowerPodSecurity }) => [
  { name, level: podSecurity },
  ...(lowerPodSecurity === undefined
    ? []
    : [{ name: `${name} ${lowerPodSecurity.how}`, level: lowerPodSecurity.level }]),
]);
