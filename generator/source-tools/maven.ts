import type { SourceTool } from "./source-tool.ts";

/** Apache Maven, by the wrapper or by `mvn`. */
export const maven: SourceTool = {
  name: "maven",
  usesJdk: true,
  configuration: {
    variable: "MAVEN_SETTINGS",
    title: "settings.xml",
    setting: "settings",
    sample: (comment) => `<settings><!-- ${comment} --></settings>`,
  },
  environment: {},
  addresses: () => ({}),
  runsCommand: false,
  detections: [{ file: "pom.xml", artifacts: ["target/*.jar"], builds: () => true }],
};
