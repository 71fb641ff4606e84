import type { ReadFile, SourceTool } from "./source-tool.ts";

/** Projects of a build that the settings file includes: `include 'api', 'web'` or `include(":api")`. */
const INCLUDES = /^\s*include\b/m;
const SETTINGS = ["settings.gradle", "settings.gradle.kts"];

function artifacts(read: ReadFile): readonly string[] {
  const several = SETTINGS.some((file) => INCLUDES.test(read(file) ?? ""));
  return [several ? "**/build/libs/*.jar" : "build/libs/*.jar"];
}

/** Gradle, by the wrapper or by `gradle`. */
export const gradle: SourceTool = {
  name: "gradle",
  usesJdk: true,
  configuration: {
    variable: "GRADLE_INIT",
    title: "Gradle init script",
    setting: "init",
    sample: (comment) => `// ${comment}`,
  },
  environment: {},
  addresses: () => ({}),
  runsCommand: false,
  // The root of a build with several projects often has only the settings file.
  detections: ["build.gradle", "build.gradle.kts", ...SETTINGS].map((file) => ({ file, artifacts })),
  reports: { files: ["build/test-results/*/TEST-*.xml"] },
  locks: ["*.gradle", "*.gradle.kts", "gradle.lockfile", "*.versions.toml", "gradle-wrapper.properties"],
  folders: ["gradle", "buildSrc"],
  commandLine: { programs: ["gradle", "gradlew"], argumentsReplaceGoals: true },
};
