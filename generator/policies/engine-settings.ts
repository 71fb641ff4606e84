import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Engine } from "../model/platform.ts";
import { poolOf } from "./capacity.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that each engine applies its settings and has the settings that it needs. */
export const engineSettings: Policy = {
  code: "SW405",
  slug: "engines/unsupported-setting",
  title: "Engine ignores or lacks a setting",
  severity: "error",
  explanation:
    "The engine ignores the setting on this kind of agent, or cannot build without it. If the engine ignores a memory limit, one build can take the memory of the other builds on its agent.",
  fixed: true,
  decision: "An engine applies every setting; a setting without effect is an error.",
  check: (model) =>
    model.engines.flatMap((engine) => [
      ...(engine.agent.pods ? findMissingSettings : findIgnoredLimits)(model, engine),
      ...findUnusedSettings(model, engine),
    ]),
};

function findUnusedSettings(model: Model, { name, settings }: Engine): Diagnostic[] {
  return (engineNamed(name)?.unused?.(settings) ?? []).map(({ key, message, hint }) =>
    finding("SW405", placeOf(model, `engines/${name}/settings/${key}`, String(settings[key])), message, { hint }),
  );
}

/** Limits that the engine ignores; they have an effect only if `site.pools` sets the capacity of the agents. */
function findIgnoredLimits(model: Model, { name, agent, settings }: Engine): Diagnostic[] {
  const ignored = engineNamed(name)?.ignoresBounds(settings) ?? null;
  if (ignored === null) return [];
  const pool = poolOf(model, agent.label);
  return (["memory", "cpu"] as const)
    .filter((key) => settings[key] !== undefined && (pool?.[key] ?? null) === null)
    .map((key) => {
      const span = placeOf(model, `engines/${name}/settings/${key}`, String(settings[key]));
      const hint = `set ${key} of "${agent.label}" in site.pools, or set ${ignored.hint}`;
      return finding("SW405", span, ignored.message, { hint });
    });
}

/** Settings that a pod of the engine needs. */
function findMissingSettings(model: Model, { name, settings }: Engine): Diagnostic[] {
  const needed = engineNamed(name)?.podSettings ?? [];
  return needed
    .filter((key) => settings[key] === undefined || settings[key] === "")
    .map((key) => {
      const hint = `add engines.${name}.${key}`;
      return finding(
        "SW405",
        placeOf(model, `engines/${name}/agent`),
        `${name} builds in pods, which need the setting "${key}"`,
        { hint },
      );
    });
}
