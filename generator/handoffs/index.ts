import { handoffs } from "../generated/handoffs.ts";
import type { Handoff } from "./handoff.ts";

export { handoffs };

/** A handoff by its name in the spec; undefined where nobody added one. */
export function handoffNamed(name: string): Handoff | undefined {
  return handoffs.find((it) => it.name === name);
}
