import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns if the instructions of a Dockerfile reach the agent. */
export const isolatedBuilds: Policy = {
  code: "SW462",
  slug: "engines/chroot-isolation",
  title: "Dockerfile instructions are not isolated",
  severity: "warning",
  explanation:
    "With chroot isolation, a RUN instruction runs in the agent's namespaces, and a process can leave its root folder. It can then read and change everything that the agent's user can: other workspaces, the caches, running builds. The registry login is removed before instructions run, but everything else stays reachable. In a pod, which is deleted after the build, chroot isolation reaches only the pod.",
  decision: "The instructions of a Dockerfile do not reach the agent on which they run.",
  check: (model) =>
    model.engines.flatMap(({ name, agent, settings }) => {
      const given = agent.pods === null ? (engineNamed(name)?.givesAway(settings) ?? null) : null;
      if (given === null) return [];
      const span = placeOf(model, `engines/${name}/settings/isolation`, String(settings.isolation));
      return [finding("SW462", span, given.message, { hint: given.hint })];
    }),
};
