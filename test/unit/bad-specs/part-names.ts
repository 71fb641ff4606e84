import { engineLevels, engines } from "../../../generator/engines/index.ts";
import { handoffs } from "../../../generator/handoffs/index.ts";
import { table } from "../../../generator/products/table.ts";
import { sourceTools } from "../../../generator/source-tools/index.ts";

/** Parts of messages that list all parts of a kind. They come from the registry, so that a new part changes no case. */
const oneOf = (parts: readonly { readonly name: string }[]) => `one of ${parts.map(({ name }) => name).join(", ")}`;

export const oneOfEngines = oneOf(engines);
export const oneOfSourceTools = oneOf(sourceTools);
export const oneOfHandoffs = oneOf(handoffs);

/** `jenkins, jenkins-x, …`. */
export const knownProducts = table.map(({ id }) => id).join(", ");

/** The engines other than one that build for several platforms, with the setting that each needs for it. */
export function severalPlatformsWithout(name: string): string {
  const others = engines.filter((it) => it.platforms === "several" && it.name !== name);
  const needs = others.map((it) => [it.name, it.onePlatform({})?.hint] as const);
  return needs.map(([engine, hint]) => (hint === undefined ? engine : `${engine} (${hint})`)).join(" or ");
}

/** `use kaniko, which needs only baseline, or …`: the engines whose pods need no privileges. */
export const useUnprivileged = engineLevels
  .filter(({ level }) => level !== "privileged")
  .map(({ name, level }) => `use ${name}, which needs only ${level}, or `)
  .join("");

/** `kaniko (baseline) or …`: the engines whose pods a namespace with this level admits. */
export function admittedAt(level: "baseline" | "restricted"): string {
  const levels = level === "baseline" ? ["baseline", "restricted"] : ["restricted"];
  const admitted = engineLevels.filter((it) => levels.includes(it.level));
  return admitted.map((it) => `${it.name} (${it.level})`).join(" or ");
}
