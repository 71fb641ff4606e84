import type { CodeEntry } from "../catalogue.ts";

/** SW38x: service containers, and the pods of stages. */
export const containers = {
  SW385: {
    slug: "services/conflict",
    title: "Service container conflicts with another value",
    severity: "error",
    explanation:
      "All service containers of a stage share one network, so each needs a port of its own. The stage's commands find them in the variables NAME_HOST and NAME_PORT, which must not replace other variables of the stage.",
  },
  SW386: {
    slug: "stages/pod-conflict",
    title: "Key does not fit the stage's pod",
    severity: "error",
    explanation:
      "Source, custom and deploy stages can run in a pod of their own, if the platform spec has `site.pods`. The pod's image contains the tools: there is no container engine of the agent, none of its JDKs and no folder that stays on the agent.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
