import { handoffs } from "../generated/handoffs.ts";
import type { Handoff } from "./handoff.ts";

export { handoffs };

/** Returns a handoff by its name in the spec; undefined for an unknown name. */
export function handoffNamed(name: string): Handoff | undefined {
  return handoffs.find((it) => it.name === name);
}

/** The handoff of environments if the spec names none. */
export function standardHandoff(): Handoff {
  const handoff = handoffs.find(({ standard }) => standard);
  if (handoff === undefined) throw new Error("no handoff is the standard");
  return handoff;
}

/** The controller of a handoff; null if it has none, or the name is unknown. */
export function controllerOf(name: string): Handoff["controller"] {
  return handoffNamed(name)?.controller ?? null;
}
