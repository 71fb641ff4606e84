import { buildSource } from "./build-source.ts";
import { optional, required, type Step, type StepParameter } from "./step.ts";

const unlessUnstable = optional(
  "unlessUnstable",
  "list",
  [],
  ["build"],
  "Stages that stop the pipeline here if they are unstable.",
);

const unstable = optional(
  "unstable",
  "text",
  "stop",
  "continue",
  "What happens if the run waits for the job and the job is unstable: stop or continue.",
);

const reach: readonly StepParameter[] = [
  optional("branches", "list", [], ["main", "release/*"], "Branches that reach it."),
  optional("tags", "list", [], ["v*"], "Tags that reach it."),
];

/** `startStage`. */
export const startStage: Step = {
  name: "startStage",
  sentence: "Starts the job of the next stage if the release's branch or tag reaches it; never for pull requests.",
  returns: null,
  parameters: [
    required("job", "text", "/platform/shop-image", "Job of the next stage."),
    required("release", "map", { version: "1.4.7" }, "The release record of the previous stage."),
    ...reach,
    optional("wait", "boolean", false, true, "Whether to wait for the job, and to fail if it fails."),
    unlessUnstable,
    unstable,
  ],
};

/** `startGroup`. */
export const startGroup: Step = {
  name: "startGroup",
  sentence: "Starts jobs in parallel. If all succeed, starts the jobs that need all their releases.",
  returns: null,
  parameters: [
    required("release", "map", { version: "1.4.7" }, "The release record of the previous stage."),
    required("jobs", "map", { unit: { job: "/shop/shop-unit", branches: ["main"] } }, "The jobs, by stage."),
    optional("next", "list", [], [{ job: "/platform/shop-image" }], "Jobs to start after all of them."),
    optional("groups", "list", [], [{ jobs: {}, next: [] }], "Groups of jobs to start after all of them."),
    unlessUnstable,
  ],
};

/** `reachesStage`. */
export const reachesStage: Step = {
  name: "reachesStage",
  sentence: "Whether this build's branch, tag or pull request reaches a stage; for `when`.",
  returns: "true or false",
  parameters: [
    optional("stage", "text", null, "dev", "The stage; if STAGE is set, only this stage runs."),
    optional("always", "boolean", false, true, "Whether every build of this job reaches it."),
    ...reach,
    optional("pullRequests", "boolean", false, true, "Whether pull requests reach it."),
    optional("branch", "text", "main", "develop", "Branch to build if REVISION is empty."),
    unlessUnstable,
  ],
};

/** `notifyOwner`. */
export const notifyOwner: Step = {
  name: "notifyOwner",
  sentence: "Notifies a team of this build's result, by mail or chat, if its contact in the site spec lists the event.",
  returns: null,
  parameters: [
    required("team", "text", "shop", "The team's name."),
    optional("stage", "text", null, "build", "Stage to notify of; if only other stages are unstable, nothing is sent."),
    optional("result", "text", null, "FAILURE", "The result; by default the result of the build so far."),
  ],
};

/** `sourcePipeline`. */
export const sourcePipeline: Step = {
  name: "sourcePipeline",
  sentence: "The whole pipeline of a branch job: builds the source and starts the next stages.",
  returns: null,
  parameters: [
    // jobParameters defines the parameters of the build.
    ...buildSource.parameters.filter(({ name }) => name !== "parameters" && name !== "timeout"),
    optional("timeout", "number", 30, 60, "Time limit of the build in minutes; it starts when the agent works."),
    optional("start", "list", [], [{ job: "/platform/shop-image", branches: ["main"] }], "Stages to start next."),
    optional(
      "groups",
      "list",
      [],
      [{ jobs: {}, next: [] }],
      "Groups of parallel stages to start next, with the stages after them.",
    ),
    optional("keepBuilds", "number", 50, 100, "Number of builds to keep."),
    optional("keepDays", "number", 90, 365, "Number of days to keep builds."),
    optional("consumers", "list", [], ["/platform/shop-image"], "Jobs that may copy this job's artifacts."),
    optional(
      "jobParameters",
      "list",
      [],
      [{ name: "PROFILE", kind: "choice", choices: ["fast", "full"], description: "Extent of the tests." }],
      "Parameters of the job, of kind text, choice or boolean; the tool gets them as environment variables.",
    ),
    optional("cron", "text", null, "H 3 * * *", "Schedule of additional builds."),
    optional("nightly", "text", null, "H 2 * * *", "Schedule of additional builds of the branch in branch only."),
    optional("notify", "text", null, "shop", "Team to notify if the build does not succeed, and when it works again."),
  ],
};
