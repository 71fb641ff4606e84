import {
  checksOut,
  conditional,
  guardedBy,
  hooked,
  inPod,
  onAgent,
  optional,
  placed,
  required,
  type Step,
  takesRecord,
} from "./step.ts";

/** `deployRelease`. */
export const deployRelease: Step = {
  name: "deployRelease",
  sentence: "Deploys the images of a release to an environment, with the environment's handoff.",
  returns: "the release record, a map",
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
      "The application's repository. Its history shows which of two releases is older.",
    ),
    optional("credentials", "text", null, "git-read", "Credential for reading the repository."),
    ...checksOut,
    required("environment", "text", "dev", "Environment of the site."),
    required(
      "owner",
      "text",
      "release",
      "Team that is responsible for the deployment; recorded in the environment's history.",
    ),
    ...hooked,
    ...onAgent,
    ...inPod,
  ],
};
