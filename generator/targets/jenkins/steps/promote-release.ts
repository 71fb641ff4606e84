import { optional, required, type Step } from "./step.ts";

/** `promoteRelease`. */
export const promoteRelease: Step = {
  name: "promoteRelease",
  sentence: "Waits for the decision to promote or abort a paused release, and carries it out.",
  returns: null,
  parameters: [
    required("service", "text", "shop", "The service's name."),
    optional("stage", "text", null, "prod", "ID of the stage; by default the environment's name."),
    required("environment", "text", "prod", "Environment of the site."),
    required(
      "owner",
      "text",
      "release",
      "Team that is responsible for the deployment; recorded in the environment's history.",
    ),
    required("release", "map", { service: "shop" }, "The result of deployRelease in this run."),
    optional(
      "by",
      "list",
      [],
      ["release-managers"],
      "Users or groups, any of which can decide; by default everyone with permission.",
    ),
    optional("timeout", "number", 4320, 1440, "Minutes to wait for a decision; then the release is aborted."),
    optional("agent", "text", null, "linux-build", "Label of the agent; by default the site's label."),
  ],
};
