import type { CodeEntry } from "../catalogue.ts";

/** SW4xx: what a policy has against a model that is right in itself. */
export const policy = {
  SW401: {
    title: "One credential for protected and open environments",
    severity: "warning",
    explanation:
      "Whoever reaches the credential in a development job can write production's repository. Give each environment a credential of its own.",
  },
  SW402: {
    title: "Tool image that may change",
    severity: "warning",
    explanation:
      "A tool image without a digest may be another one tomorrow: the same commit builds differently, and nobody changed anything.",
  },
  SW403: {
    title: "Host outside of an offline site",
    severity: "error",
    explanation:
      "The site says that nothing outside of its hosts may be reached. A build that tries hangs until its timeout, or leaks that it exists.",
  },
  SW404: {
    title: "Plain HTTP for a registry that is given a password",
    severity: "warning",
    explanation: "Everybody on the way reads the password, and may hand out another image.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
