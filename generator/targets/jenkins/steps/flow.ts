import { buildSource } from "./build-source.ts";
import { optional, required, type Step, type StepParameter } from "./step.ts";

const reach: readonly StepParameter[] = [
  optional("branches", "list", [], ["main", "release/*"], "Branches that go so far."),
  optional("tags", "list", [], ["v*"], "Tags that go so far."),
];

/** `startStage`. */
export const startStage: Step = {
  name: "startStage",
  sentence: "Starts the job of the next stage, if the release's branch or tag goes so far; never for a pull request.",
  returns: null,
  parameters: [
    required("job", "text", "/platform/shop-image", "Job of the next stage."),
    required("release", "map", { version: "1.4.7" }, "The release record that the stage before gave."),
    ...reach,
    optional("wait", "boolean", false, true, "Whether to wait for it, and to fail with it."),
  ],
};

/** `startGroup`. */
export const startGroup: Step = {
  name: "startGroup",
  sentence: "Starts jobs side by side, waits until all are green, and then starts those that take all their releases.",
  returns: null,
  parameters: [
    required("release", "map", { version: "1.4.7" }, "The release record that the stage before gave."),
    required("jobs", "map", { unit: { job: "/shop/shop-unit", branches: ["main"] } }, "The jobs, by their stages."),
    optional("next", "list", [], [{ job: "/platform/shop-image" }], "Jobs to start after all of them."),
    optional("groups", "list", [], [{ jobs: {}, next: [] }], "Groups to start after all of them, as this one."),
  ],
};

/** `reachesStage`. */
export const reachesStage: Step = {
  name: "reachesStage",
  sentence: "Whether this build's branch, tag or pull request goes as far as a stage; for `when`.",
  returns: "true or false.",
  parameters: [
    optional("stage", "text", null, "dev", "The stage: what STAGE names runs alone."),
    optional("always", "boolean", false, true, "Whether all that start this job go so far."),
    ...reach,
    optional("pullRequests", "boolean", false, true, "Whether pull requests go so far."),
    optional("branch", "text", "main", "develop", "What is built where nobody asks for another revision."),
  ],
};

/** `notifyOwner`. */
export const notifyOwner: Step = {
  name: "notifyOwner",
  sentence: "Tells a team of this build's failure, by mail or chat, as the site knows them.",
  returns: null,
  parameters: [required("team", "text", "shop", "The team's name.")],
};

/** `sourcePipeline`. */
export const sourcePipeline: Step = {
  name: "sourcePipeline",
  sentence: "The whole pipeline of a branch job: builds the source and starts the next stages.",
  returns: null,
  parameters: [
    // Its own definitions say which parameters the build sees.
    ...buildSource.parameters.filter(({ name }) => name !== "parameters"),
    optional("timeout", "number", 30, 60, "Minutes that the build may take."),
    optional("start", "list", [], [{ job: "/platform/shop-image", branches: ["main"] }], "Stages to start next."),
    optional(
      "groups",
      "list",
      [],
      [{ jobs: {}, next: [] }],
      "Stages side by side to start next, and those after them.",
    ),
    optional("keepBuilds", "number", 50, 100, "Builds that are kept."),
    optional("keepDays", "number", 90, 365, "Days that they are kept."),
    optional("consumers", "list", [], ["/platform/shop-image"], "Jobs that may copy this job's artifacts."),
    optional(
      "jobParameters",
      "list",
      [],
      [{ name: "PROFILE", kind: "choice", choices: ["fast", "full"], description: "How much is tested." }],
      "What the job asks for, of kind text, choice or boolean; the tool sees it in its environment.",
    ),
    optional("cron", "text", null, "H 3 * * *", "When it is built without a change."),
    optional("notify", "text", null, "shop", "Team that is told of a failure."),
  ],
};
