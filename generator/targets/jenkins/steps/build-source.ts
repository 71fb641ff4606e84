import { sourceTools } from "../../../source-tools/index.ts";
import { hooked, onAgent, oneOf, optional, placed, required, type Step, type StepParameter } from "./step.ts";

const tools = sourceTools.map(({ name }) => name);

/** What one build of the source is told: the stage's own, and each further one. */
export const build: readonly StepParameter[] = [
  oneOf("tool", tools, "maven", `${tools.slice(0, -1).join(", ")} or ${tools.at(-1)}.`),
  optional("jdk", "text", null, "17", "JDK of the site, by version."),
  optional(
    "toolImage",
    "text",
    null,
    "harbor.acme.internal/tools/maven@sha256:…",
    "Image whose tool builds; the agent's own tool where missing.",
  ),
  optional("command", "text", null, "make dist", "Shell command; for tool command."),
  optional("arguments", "list", [], ["-B", "verify"], "Arguments of the tool, instead of its usual ones."),
  optional("directory", "text", ".", "backend", "Where the tool runs, and what patterns start from."),
  optional("environment", "map", {}, { CI: "true" }, "Environment of the tool."),
  optional("artifacts", "list", [], ["target/*.jar"], "Ant patterns of what is archived."),
  optional("tests", "list", [], ["target/surefire-reports/*.xml"], "Ant patterns of JUnit reports."),
  optional("cache", "text", null, "/var/cache/m2", "The tool's cache on the agent, kept between builds."),
];

/** `buildSource`. */
export const buildSource: Step = {
  name: "buildSource",
  sentence: "Checks a service out, builds and tests it, and archives its artifacts and its release record.",
  returns: "The release record, a map.",
  parameters: [
    required("service", "text", "shop", "The service's name."),
    ...placed("build"),
    required("git", "text", "https://git.acme.internal/shop/shop.git", "Its repository; branch jobs use their own."),
    optional("credentials", "text", null, "git-read", "Credential that reads the repository."),
    optional("branch", "text", "main", "develop", "What is built where nobody asks for another revision."),
    required("version", "text", "1.4.{build}", "Pattern of the version, of {build}, {commit}, {branch}, {tag}."),
    ...build,
    optional(
      "also",
      "list",
      [],
      [{ tool: "npm", directory: "frontend", artifacts: ["dist/**"] }],
      "Further builds of the same commit, in order after this one; each takes what one build is told, tool to cache.",
    ),
    optional("parameters", "list", [], ["PROFILE"], "Parameters of the job that the tools see in their environment."),
    optional("paths", "list", [], ["backend/**"], "Ant patterns; which of them fit what changed, later stages ask."),
    optional("author", "boolean", false, true, "Whether the commit's author is noted: a later approval asks others."),
    ...hooked,
    ...onAgent,
  ],
};
