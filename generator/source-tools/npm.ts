import { builtFiles, collectsPackages, missingLock, packageManager } from "./package-json.ts";
import type { SourceTool } from "./source-tool.ts";

/** Lock files of other tools that read package.json. */
const OTHER_LOCKS = ["yarn.lock", "pnpm-lock.yaml"];

/** npm: installs by the lock file, then runs the script `build` of package.json. */
export const npm: SourceTool = {
  name: "npm",
  usesJdk: false,
  configuration: { variable: "NPM_CONFIG_USERCONFIG", title: ".npmrc", setting: "npmrc" },
  environment: { NPM_CONFIG_REGISTRY: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [
    {
      file: "package.json",
      artifacts: builtFiles,
      collects: collectsPackages,
      applies: (read, above) =>
        (packageManager(read) ?? "npm") === "npm" && OTHER_LOCKS.every((lock) => above(lock) === null),
      lacks: (read, above) => missingLock(read, above, ["package-lock.json", "npm-shrinkwrap.json"], "npm"),
    },
  ],
  reports: {
    files: [],
    writer: "a reporter of the test program, such as jest-junit,",
    sameCommands: ["npm test", "npm t", "npm run test"],
  },
  locks: ["package-lock.json", "npm-shrinkwrap.json"],
  commandLine: { programs: ["npm", "npx"], argumentsReplaceGoals: false },
};
