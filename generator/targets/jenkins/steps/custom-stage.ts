import { conditional, guardedBy, hooked, onAgent, optional, placed, required, type Step, takesRecord } from "./step.ts";

/** `customStage`. */
export const customStage: Step = {
  name: "customStage",
  sentence: "Runs a command, or the block behind the call, on a release's commit, and hands the release on.",
  returns: "The release record, a map.",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("custom"),
    ...takesRecord,
    ...guardedBy,
    ...conditional,
    required("git", "text", "https://git.acme.internal/shop/shop.git", "The application's repository."),
    optional("credentials", "text", null, "git-read", "Credential that reads the repository."),
    optional(
      "command",
      "text",
      null,
      "make check",
      "Shell command; it is told VERSION, COMMIT, IMAGE, DIGEST, IMAGES.",
    ),
    optional("toolImage", "text", null, "harbor.acme.internal/tools/scan@sha256:…", "Image that the command runs in."),
    optional("directory", "text", ".", "backend", "Where in the application it runs, and what patterns start from."),
    optional("environment", "map", {}, { SEVERITY: "high" }, "Environment of the command or block."),
    optional("tests", "list", [], ["reports/*.xml"], "Ant patterns of JUnit reports."),
    ...hooked,
    ...onAgent,
  ],
};
