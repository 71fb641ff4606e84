import type { SourceTool } from "./source-tool.ts";

/** Apache Maven, by the wrapper or by `mvn`. */
export const maven: SourceTool = {
  name: "maven",
  usesJdk: true,
  configuration: {
    variable: "MAVEN_SETTINGS",
    title: "settings.xml",
    credential: ({ mavenSettings }) => mavenSettings,
  },
  environment: () => ({}),
  detections: [{ file: "pom.xml", artifacts: ["target/*.jar"], builds: () => true }],
};
