import { engines } from "../generated/engines.ts";
import type { Engine } from "./engine.ts";

export { engines };

/** Returns an engine by its name in the spec; undefined for an unknown name. */
export function engineNamed(name: string): Engine | undefined {
  return engines.find((it) => it.name === name);
}
