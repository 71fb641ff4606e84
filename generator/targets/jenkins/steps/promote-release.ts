import { optional, required, type Step } from "./step.ts";

/** `promoteRelease`. */
export const promoteRelease: Step = {
  name: "promoteRelease",
  sentence: "Asks whether a release that stands beside the one before takes over or is aborted, and sees to it.",
  returns: null,
  parameters: [
    required("service", "text", "shop", "The service's name."),
    optional("stage", "text", null, "prod", "The stage's id; the environment's name where missing."),
    required("environment", "text", "prod", "Which of the site's environments."),
    required("owner", "text", "release", "The team that answers for it; the environment's history names it."),
    required("release", "map", { service: "shop" }, "What deployRelease gave in this run."),
    optional(
      "by",
      "list",
      [],
      ["release-managers"],
      "Users or groups, one of whom decides; whoever may, where missing.",
    ),
    optional("timeout", "number", 4320, 1440, "Minutes until a release that nobody promoted is aborted."),
    optional("agent", "text", null, "linux-build", "Label of the agent; the site's where missing."),
  ],
};
