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
  ],
};

/** `reachesStage`. */
export const reachesStage: Step = {
  name: "reachesStage",
  sentence: "Whether this build's branch, tag or pull request goes as far as a stage; for `when`.",
  returns: "true or false.",
  parameters: [
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
    ...buildSource.parameters,
    optional("timeout", "number", 30, 60, "Minutes that the build may take."),
    optional("start", "list", [], [{ job: "/platform/shop-image", branches: ["main"] }], "Stages to start next."),
    optional("keepBuilds", "number", 50, 100, "Builds that are kept."),
    optional("keepDays", "number", 90, 365, "Days that they are kept."),
    optional("consumers", "list", [], ["/platform/shop-image"], "Jobs that may copy this job's artifacts."),
    optional("cron", "text", null, "H 3 * * *", "When it is built without a change."),
    optional("notify", "text", null, "shop", "Team that is told of a failure."),
  ],
};
