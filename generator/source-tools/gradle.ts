import type { SourceTool } from "./source-tool.ts";

const artifacts = ["build/libs/*.jar"];
const builds = () => true;

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
  detections: [
    { file: "build.gradle", artifacts, builds },
    { file: "build.gradle.kts", artifacts, builds },
  ],
};
