import type { SourceTool } from "./source-tool.ts";

/** A shell command of the application. */
export const command: SourceTool = {
  name: "command",
  // The command may run a JVM tool.
  usesJdk: true,
  configuration: null,
  environment: {},
  addresses: () => ({}),
  runsCommand: true,
  detections: [],
};
