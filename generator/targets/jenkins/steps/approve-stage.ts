import { conditional, optional, placed, required, type Step, takesRecord } from "./step.ts";

/** `approveStage`. */
export const approveStage: Step = {
  name: "approveStage",
  sentence: "Requests an approval of the release and waits for it without using an agent.",
  returns: "the approval, which the next step in this run needs",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("prod"),
    ...takesRecord,
    ...conditional,
    required("by", "list", ["release-managers"], "Users or groups; any one of them can approve."),
    optional("count", "number", 1, 2, "Number of different people who must approve."),
    optional(
      "notAuthor",
      "boolean",
      false,
      true,
      "Whether the author and the people who started a run must not approve.",
    ),
    optional(
      "message",
      "text",
      null,
      "Deploy to production?",
      "Question to the approvers, shown before the release's name.",
    ),
    optional("awaited", "boolean", false, true, "Whether a build that passes the release on waits for this run."),
    optional("notify", "text", null, "release", "Team to notify that the stage waits for an approval."),
    optional("timeout", "number", 4320, 1440, "Minutes to wait for an approval; then the run ends."),
  ],
};
