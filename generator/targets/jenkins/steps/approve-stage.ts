import { conditional, optional, placed, required, type Step, takesRecord } from "./step.ts";

/** `approveStage`. */
export const approveStage: Step = {
  name: "approveStage",
  sentence: "Asks people whether a release may go on, and holds no agent meanwhile.",
  returns: "Who approved and why, for the step that it guards in the same run.",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("prod"),
    ...takesRecord,
    ...conditional,
    required("by", "list", ["release-managers"], "Users or groups, one of whom answers."),
    optional("count", "number", 1, 2, "How many different people must approve."),
    optional("notAuthor", "boolean", false, true, "Whether the change's author and its starters are refused."),
    optional("message", "text", null, "Deploy to production?", "What is asked, before the release's name."),
    optional("timeout", "number", 4320, 1440, "Minutes until a question without an answer ends the run."),
  ],
};
