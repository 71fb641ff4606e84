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
} as const satisfies Readonly<Record<string, CodeEntry>>;
