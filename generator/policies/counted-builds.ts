import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { poolOf } from "./capacity.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** An engine that keeps no bound is bounded by how many builds its agents are given; its users know. */
export const countedBuilds: Policy = {
  code: "SW410",
  title: "Builds are counted where they cannot be bounded",
  decision: "What one build takes is a figure to add up, not a limit that holds.",
  consequence: "One build that takes more than it says takes it from the others on its agent.",
  check(model) {
    return model.engines.flatMap(({ name, agent, settings, buildsAtOnce }) => {
      const ignorance = engineNamed(name)?.ignoresBounds(settings) ?? null;
      const pool = poolOf(model, agent.label);
      if (agent.pods !== null || ignorance === null || pool === undefined || pool.memory === null) return [];
      if (settings.memory === undefined) return [];
      const span = placeOf(model, `engines/${name}/settings/memory`, String(settings.memory));
      const atOnce = Math.min(pool.executors, buildsAtOnce ?? pool.executors);
      const message = `${ignorance.message}; ${settings.memory} counts against an agent's ${pool.memory}, for at most ${atOnce} at once`;
      return [finding("SW410", span, message, { hint: `bound the agent itself, or ${ignorance.hint}` })];
    });
  },
};
