import { conditional, guardedBy, hooked, onAgent, optional, placed, required, type Step, takesRecord } from "./step.ts";

/** `deployRelease`. */
export const deployRelease: Step = {
  name: "deployRelease",
  sentence: "Hands a release's images to an environment, in the way that the site chose for it.",
  returns: "The release record, a map.",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed(null),
    ...takesRecord,
    ...guardedBy,
    ...conditional,
    required(
      "git",
      "text",
      "https://git.acme.internal/shop/shop.git",
      "The application's repository: its history tells a release's age.",
    ),
    optional("credentials", "text", null, "git-read", "Credential that reads the repository."),
    required("environment", "text", "dev", "Which of the site's environments."),
    required(
      "owner",
      "text",
      "release",
      "The team that answers for this deployment; the environment's history names it.",
    ),
    ...hooked,
    ...onAgent,
  ],
};
