import { engines } from "../generated/engines.ts";
import type { Engine } from "./engine.ts";

export { engines };

/** An engine by its name in the spec; undefined where nobody added one. */
export function engineNamed(name: string): Engine | undefined {
  return engines.find((it) => it.name === name);
}
