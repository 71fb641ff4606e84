import { commandTool, sourceTools } from "../../../source-tools/index.ts";
import {
  analyzed,
  checksOut,
  hooked,
  inPod,
  onAgent,
  oneOf,
  optional,
  placed,
  readsSecrets,
  reported,
  required,
  type Step,
  type StepParameter,
  usesServices,
} from "./step.ts";

const tools = sourceTools.map(({ name }) => name);

/** Parameters of one source build: of the stage's build, and of each additional one. */
export const build: readonly StepParameter[] = [
  oneOf("tool", tools, "maven", `${tools.slice(0, -1).join(", ")} or ${tools.at(-1)}.`),
  optional("jdk", "text", null, "17", "JDK of the site, by version."),
  optional(
    "toolImage",
    "text",
    null,
    "harbor.acme.internal/tools/maven@sha256:…",
    "Image of the tool; by default the tool on the agent is used.",
  ),
  optional(
    "command",
    "text",
    null,
    "make dist",
    `Shell command, if the tool is ${commandTool().name}; it can read VERSION and COMMIT.`,
  ),
  optional("arguments", "list", [], ["-B", "verify"], "Arguments of the tool, instead of the default ones."),
  optional("directory", "text", ".", "backend", "Folder in which the tool runs; patterns are relative to it."),
  optional("environment", "map", {}, { CI: "true" }, "Environment variables of the tool."),
  optional("artifacts", "list", [], ["target/*.jar"], "Ant patterns of the files to archive."),
  ...reported,
  optional("cache", "text", null, "/var/cache/m2", "The tool's cache on the agent, kept between builds."),
];

/** `buildSource`. */
export const buildSource: Step = {
  name: "buildSource",
  sentence: "Checks out and builds a service, and archives its artifacts and release record.",
  returns: "the release record, a map",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("build"),
    required("git", "text", "https://git.acme.internal/shop/shop.git", "Its repository; branch jobs use their own."),
    optional("credentials", "text", null, "git-read", "Credential for reading the repository."),
    ...checksOut,
    optional("branch", "text", "main", "develop", "Branch to build if REVISION is empty."),
    optional("depth", "number", 0, 50, "Number of commits of each branch to download; 0 for all."),
    optional("keepFiles", "boolean", false, true, "Whether to keep the files of the previous build."),
    required(
      "version",
      "text",
      "1.4.{build}",
      "Pattern of the version, with {build}, {commit}, {branch}, {tag}, {project} and {describe}.",
    ),
    optional(
      "versions",
      "list",
      [],
      [{ branch: "release/*", version: "1.4-rc.{build}" }],
      "Rules with other patterns: branch, tag or pullRequest, and version. The first rule that matches decides.",
    ),
    optional("versionFile", "text", null, "pom.xml", "File of the application with the version for {project}."),
    ...build,
    optional(
      "also",
      "list",
      [],
      [{ tool: "npm", directory: "frontend", artifacts: ["dist/**"] }],
      "Additional builds of the same commit, which run in order. Each has the parameters tool to cache.",
    ),
    ...readsSecrets,
    ...analyzed,
    ...usesServices,
    optional(
      "parameters",
      "list",
      [],
      ["PROFILE"],
      "Parameters of the job that the tools get as environment variables.",
    ),
    optional("paths", "list", [], ["backend/**"], "Ant patterns that later stages use as conditions on changed files."),
    optional("timer", "boolean", false, true, "Whether to record that the timer started the build, for later stages."),
    optional("author", "boolean", false, true, "Whether to record the author, who must not approve later."),
    ...hooked,
    ...onAgent,
    ...inPod,
  ],
};
