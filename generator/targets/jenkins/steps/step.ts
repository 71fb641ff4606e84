import type { ParameterType } from "../../../model/api.ts";

/** A parameter of a public step. Its check, its help, `api.json` and the README are generated from it. */
export interface StepParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** Null for a required parameter, and if nothing is the default. */
  readonly default: unknown;
  readonly example: unknown;
  /** All allowed values, at any site; null if any value is allowed. */
  readonly values: readonly string[] | null;
  readonly sentence: string;
}

/** A public step of the library. */
export interface Step {
  readonly name: string;
  readonly sentence: string;
  /** What it returns, as in "Returns …"; null for nothing. */
  readonly returns: string | null;
  readonly parameters: readonly StepParameter[];
}

/** A required parameter. */
export function required(name: string, type: ParameterType, example: unknown, sentence: string): StepParameter {
  return { name, type, required: true, default: null, example, values: null, sentence };
}

/** A required text with a list of allowed values. */
export function oneOf(name: string, values: readonly string[], example: string, sentence: string): StepParameter {
  return { ...required(name, "text", example, sentence), values };
}

/** An optional parameter. */
export function optional(
  name: string,
  type: ParameterType,
  standard: unknown,
  example: unknown,
  sentence: string,
): StepParameter {
  return { name, type, required: false, default: standard, example, values: null, sentence };
}

/** Parameters of all steps that run on an agent and return a release. */
export const onAgent: readonly StepParameter[] = [
  optional("agent", "text", null, "linux-build", "Label of the agent; by default the site's label."),
  optional("retries", "number", 0, 1, "Number of retries if the agent is lost."),
  optional("timeout", "number", 0, 60, "Time limit of the work in minutes; it starts when the agent works. 0: none."),
  optional("waitTimeout", "number", 1440, 60, "Minutes to wait for an agent and a lock, if the work has a time limit."),
];

/** The ID of the stage, and whether its job has several stages. */
export function placed(standard: string | null): readonly StepParameter[] {
  const what = standard === null ? "ID of the stage; by default the environment's name." : "ID of the stage.";
  return [
    optional("stage", "text", standard, "image", what),
    optional("shared", "boolean", false, true, "Whether its job has several stages, which use its record."),
  ];
}

/** Parameters of a stage that needs an approval. */
export const guardedBy: readonly StepParameter[] = [
  optional("guarded", "boolean", false, true, "Whether the stage needs an approval."),
  optional("approval", "map", {}, { stage: "prod" }, "The result of approveStage in this run."),
];

/** Parameters of a stage that skips some releases. */
export const conditional: readonly StepParameter[] = [
  optional(
    "when",
    "map",
    {},
    { branches: ["main"], paths: ["backend/**"] },
    "Branches, tags and changed paths for which the stage runs, and timer: true for releases that the timer started; other releases are passed on unchanged.",
  ),
];

/** Parameters for the hooks of a stage. */
export const hooked: readonly StepParameter[] = [
  optional(
    "callBefore",
    "list",
    [],
    [{ step: "openTicket", arguments: { system: "shop" } }],
    "The site's own steps to call before the work, with arguments; not for pull requests.",
  ),
  optional(
    "callAfter",
    "list",
    [],
    [{ step: "closeTicket" }],
    "The site's own steps to call after the work, if it succeeded.",
  ),
];

/** Credentials for the commands of a stage. */
export const readsSecrets: readonly StepParameter[] = [
  optional(
    "secrets",
    "list",
    [],
    [
      { kind: "string", id: "sonar-token", variable: "SONAR_TOKEN" },
      { kind: "usernamePassword", id: "nexus-login", user: "NEXUS_USR", password: "NEXUS_PSW" },
    ],
    "Credentials for the commands: kind, ID and variables. The kind file has variable, sshUserPrivateKey has key and user.",
  ),
];

/** The pod of a stage, instead of an agent with a label. */
export const inPod: readonly StepParameter[] = [
  optional(
    "pod",
    "map",
    {},
    { image: "harbor.acme.internal/tools/jdk@sha256:…", memory: "2Gi" },
    "Pod that runs the stage: image, and optionally memory, cpu and root.",
  ),
];

/** Parameters of a service container. A negative user is the user of the image. */
export const serviceContainer: readonly StepParameter[] = [
  required("name", "text", "postgres", "Name, which begins the names of its variables."),
  required("image", "text", "harbor.acme.internal/tools/postgres@sha256:…", "Its image."),
  required("port", "number", 5432, "TCP port on which it listens."),
  optional("environment", "map", {}, { POSTGRES_PASSWORD: "test" }, "Its environment variables."),
  optional("arguments", "list", [], ["--save", "60"], "Arguments of the image's program."),
  optional("user", "number", -1, 999, "ID of its user."),
  optional("memory", "text", null, "512Mi", "Its memory limit."),
  optional("startTimeout", "number", 120, 60, "Seconds in which it must accept connections."),
];

/** Containers next to the commands of a stage. */
export const usesServices: readonly StepParameter[] = [
  optional(
    "services",
    "list",
    [],
    [{ name: "postgres", image: "harbor.acme.internal/tools/postgres@sha256:…", port: 5432 }],
    "Service containers: name, image, port, and optionally environment, arguments, user, memory and startTimeout.",
  ),
];

/** The parts of the application's repository that a checkout gets in addition to its files. */
export const checksOut: readonly StepParameter[] = [
  optional("submodules", "boolean", false, true, "Whether to check out the submodules of the repository."),
  optional("lfs", "boolean", false, true, "Whether to download the files of Git LFS."),
  optional(
    "sparse",
    "list",
    [],
    ["/*", "!/*/", "/shop/"],
    "Lines of git's file sparse-checkout; by default all files.",
  ),
];

/** Parameters of a stage that can use the files of the source build. `by` is the subject of the first sentence. */
export function takesArtifacts(by: string): readonly StepParameter[] {
  return [
    optional("artifacts", "boolean", false, true, `Whether ${by} the source build's artifacts.`),
    optional("artifactsFrom", "text", null, "/shop/shop-build", "Job that archived them; by default this job."),
  ];
}

/** Parameters for the reports of a build. */
export const reported: readonly StepParameter[] = [
  optional("tests", "list", [], ["target/surefire-reports/*.xml"], "Ant patterns of JUnit reports."),
  optional(
    "coverage",
    "map",
    {},
    {
      reports: [{ parser: "JACOCO", pattern: "target/site/jacoco/jacoco.xml" }],
      qualityGates: [{ metric: "LINE", threshold: 80, criticality: "UNSTABLE" }],
    },
    "Reports and quality gates of the Coverage plugin; with continues: true, unstable stages do not stop the next ones.",
  ),
  optional(
    "issues",
    "map",
    {},
    {
      reports: [{ parser: "checkstyle", pattern: "target/checkstyle-result.xml" }],
      qualityGates: [{ type: "TOTAL_HIGH", threshold: 1, criticality: "FAILURE" }],
    },
    "Reports and quality gates of the Warnings plugin, as for coverage.",
  ),
];

/** The analysis of a stage. */
export const analyzed: readonly StepParameter[] = [
  optional(
    "sonar",
    "map",
    {},
    { server: "sonarqube", timeout: 60, criticality: "FAILURE" },
    "Analysis with SonarQube: server, minutes to wait for the quality gate, and FAILURE or UNSTABLE.",
  ),
];

/** Parameters for the source of the record; by default the previous stage in the same job. */
export const takesRecord: readonly StepParameter[] = [
  optional("upstream", "text", null, "/shop/shop-build", "Job whose release is used; by default this build's own."),
  optional("after", "list", [], ["build"], "Stages whose releases are used, if their job has several."),
  optional("upstreams", "map", {}, { unit: "/shop/shop-unit" }, "Jobs whose releases are combined, by stage."),
  optional(
    "source",
    "map",
    {},
    { build: "/shop/shop-build" },
    "Job of the source stage, if another job passes its release on.",
  ),
  optional(
    "images",
    "map",
    {},
    { image: { job: "/platform/shop-image", image: "shop/shop" } },
    "Jobs that build the release's images, by stage: only they answer for its digests.",
  ),
  optional("renamed", "map", {}, { store: "shop" }, "From former to current names of the service and the jobs."),
  optional("previousIds", "map", {}, { image: ["container"] }, "Former IDs of the stages, by current ID."),
];
