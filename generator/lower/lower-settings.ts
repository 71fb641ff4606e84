import { handoffDefaults } from "../generated/environment-keys.ts";
import type { Section } from "./section.ts";

/** Settings of one handoff; its schema part validates them. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** Lowers the settings of a handoff for the site or an environment, with the defaults of its schema part. */
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
