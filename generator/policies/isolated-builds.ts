import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns if the instructions of a Dockerfile reach the agent. */
export const isolatedBuilds: Policy = {
  code: "SW462",
  decision: "The instructions of a Dockerfile do not reach the agent on which they run.",
  check: (model) =>
    model.engines.flatMap(({ name, agent, settings }) => {
      const given = agent.pods === null ? (engineNamed(name)?.givesAway(settings) ?? null) : null;
      if (given === null) return [];
      const span = placeOf(model, `engines/${name}/settings/isolation`, String(settings.isolation));
      return [finding("SW462", span, given.message, { hint: given.hint })];
    }),
};
