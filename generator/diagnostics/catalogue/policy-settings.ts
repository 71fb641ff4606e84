import type { CodeEntry } from "../catalogue.ts";

/** SW43x: mistakes in the settings of policies. The code of a policy is in its own file. */
export const policySettings = {
  SW430: {
    slug: "waivers/expired",
    title: "Waiver is expired",
    severity: "error",
    explanation:
      "A waiver accepts a finding for a limited time. After the day in `until`, fix the finding or decide again and extend `until`.",
  },
  SW431: {
    slug: "waivers/unused",
    title: "Waiver matches no finding",
    severity: "warning",
    explanation: "An unused waiver would silently accept the next finding that matches it. Remove the waiver.",
  },
  SW432: {
    slug: "waivers/unknown-policy",
    title: "Code is not a configurable policy",
    severity: "error",
    explanation:
      "`policy.severity` and `policy.waivers` apply only to configurable policies. The policies for configurations that cannot work are always errors.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
