import {
  checksOut,
  conditional,
  guardedBy,
  hooked,
  onAgent,
  optional,
  placed,
  readsSecrets,
  required,
  type Step,
  takesRecord,
} from "./step.ts";

/** `customStage`. */
export const customStage: Step = {
  name: "customStage",
  sentence: "Runs a command or a block on the commit of a release, and passes the release on.",
  returns: "the release record, a map",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("custom"),
    ...takesRecord,
    ...guardedBy,
    ...conditional,
    required("git", "text", "https://git.acme.internal/shop/shop.git", "The application's repository."),
    optional("credentials", "text", null, "git-read", "Credential for reading the repository."),
    ...checksOut,
    optional(
      "command",
      "text",
      null,
      "make check",
      "Shell command; it can read VERSION, COMMIT, IMAGE, DIGEST and IMAGES.",
    ),
    optional("toolImage", "text", null, "harbor.acme.internal/tools/scan@sha256:…", "Image that the command runs in."),
    optional("directory", "text", ".", "backend", "Folder in which it runs; patterns are relative to it."),
    optional("environment", "map", {}, { SEVERITY: "high" }, "Environment variables of the command or block."),
    ...readsSecrets,
    optional("tests", "list", [], ["reports/*.xml"], "Ant patterns of JUnit reports."),
    ...hooked,
    ...onAgent,
  ],
};
