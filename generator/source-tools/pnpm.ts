import { builtFiles, collectsPackages, missingLock, packageManager } from "./package-json.ts";
import type { Detection, SourceTool } from "./source-tool.ts";

const LOCK = "pnpm-lock.yaml";

const detection: Omit<Detection, "file"> = {
  artifacts: builtFiles,
  collects: collectsPackages,
  // A package of a workspace has its lock file at the root.
  applies: (read, above) =>
    read(LOCK) !== null || (packageManager(read) ?? (above(LOCK) === null ? null : "pnpm")) === "pnpm",
  lacks: (read, above) => missingLock(read, above, [LOCK], "pnpm"),
};

/** pnpm: installs by pnpm-lock.yaml, then runs the scripts `test` and `build` of package.json. */
export const pnpm: SourceTool = {
  name: "pnpm",
  usesJdk: false,
  configuration: { variable: "NPM_CONFIG_USERCONFIG", title: ".npmrc", setting: "npmrc" },
  environment: { PNPM_REGISTRY: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [LOCK, "package.json"].map((file) => ({ ...detection, file })),
  reports: {
    files: [],
    writer: "a reporter of the test program, such as jest-junit,",
    sameCommands: ["pnpm test", "pnpm t", "pnpm run test"],
  },
  locks: [LOCK],
  commandLine: { programs: ["pnpm"], argumentsReplaceGoals: false },
};
