import { handoffs } from "../generated/handoffs.ts";
import type { Handoff } from "./handoff.ts";

export { handoffs };

/** Returns a handoff by its name in the spec; undefined for an unknown name. */
export function handoffNamed(name: string): Handoff | undefined {
  return handoffs.find((it) => it.name === name);
}
