import { builtFiles, collectsPackages, missingLock, packageManager } from "./package-json.ts";
import type { Detection, SourceTool } from "./source-tool.ts";

const LOCK = "yarn.lock";

const detection: Omit<Detection, "file"> = {
  artifacts: builtFiles,
  collects: collectsPackages,
  // A package of a workspace has its lock file at the root.
  applies: (read, above) =>
    read(LOCK) !== null || (packageManager(read) ?? (above(LOCK) === null ? null : "yarn")) === "yarn",
  lacks: (read, above) => missingLock(read, above, [LOCK], "yarn"),
};

/** Yarn, of any version: installs by yarn.lock, then runs the scripts `test` and `build` of package.json. */
export const yarn: SourceTool = {
  name: "yarn",
  usesJdk: false,
  configuration: { variable: "RC_FILE", title: ".npmrc or .yarnrc.yml", setting: "config" },
  environment: { YARN_NPM_REGISTRY_SERVER: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [LOCK, "package.json"].map((file) => ({ ...detection, file })),
  reports: {
    files: [],
    writer: "a reporter of the test program, such as jest-junit,",
    sameCommands: ["yarn test", "yarn run test"],
  },
  locks: [LOCK],
  folders: [".yarn"],
  commandLine: { programs: ["yarn"], argumentsReplaceGoals: false },
};
