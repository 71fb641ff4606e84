import { handoffDefaults } from "../generated/environment-keys.ts";
import type { Section } from "./section.ts";

/** What is particular to one handoff, checked by its schema part. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Settings of a handoff, for the site or for an environment, with the defaults of its schema part. */
export function lowerSettings(
  handoff: string,
  place: "site" | "environment",
  spec: Readonly<Record<string, string | number | boolean | undefined>>,
  section: Section,
): Settings {
  const fallbacks = handoffDefaults[handoff]?.[place] ?? {};
  const keys = [...new Set([...Object.keys(fallbacks), ...Object.keys(spec)])].sort();
  return Object.fromEntries(keys.map((key) => [key, section.take(key, spec[key], fallbacks[key] ?? "")]));
}
