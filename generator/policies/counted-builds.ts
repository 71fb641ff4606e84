import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { poolOf } from "./capacity.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns that the memory of a build is only counted, because the engine does not enforce the limit. */
export const countedBuilds: Policy = {
  code: "SW410",
  slug: "engines/unenforced-limit",
  title: "Build limit is not enforced",
  severity: "warning",
  explanation:
    "The engine ignores limits on memory and processors on this kind of agent. Stagewright uses the configured amounts only to compute how many builds fit on an agent. A build that uses more than its amount is not stopped.",
  decision: "If an engine enforces no limit, the number of builds per agent is limited instead.",
  target: "jenkins",
  check(model) {
    return model.engines.flatMap(({ name, agent, settings, buildsAtOnce }) => {
      const ignored = engineNamed(name)?.ignoresBounds(settings) ?? null;
      const pool = poolOf(model, agent.label);
      if (agent.pods !== null || ignored === null || pool === undefined || pool.memory === null) return [];
      if (settings.memory === undefined) return [];
      const span = placeOf(model, `engines/${name}/settings/memory`, String(settings.memory));
      const atOnce = Math.min(pool.executors, buildsAtOnce ?? pool.executors);
      const message = `${ignored.message}; memory: ${settings.memory} only limits an agent with ${pool.memory} to ${atOnce} ${atOnce === 1 ? "build" : "builds"} at once`;
      return [finding("SW410", span, message, { hint: `limit the agent itself, or set ${ignored.hint}` })];
    });
  },
};
