import { engines } from "../generated/engines.ts";
import type { PodSecurity } from "../model/platform.ts";
import type { Engine } from "./engine.ts";

export { engines };

/** Returns an engine by its name in the spec; undefined for an unknown name. */
export function engineNamed(name: string): Engine | undefined {
  return engines.find((it) => it.name === name);
}

/** From the most permissive level to the strictest. */
const LEVELS: readonly PodSecurity[] = ["privileged", "baseline", "restricted"];

/** Whether a namespace that allows a Pod Security level admits the pods of an engine. */
export function isAdmitted({ podSecurity }: Engine, allowed: PodSecurity): boolean {
  return LEVELS.indexOf(podSecurity) >= LEVELS.indexOf(allowed);
}
