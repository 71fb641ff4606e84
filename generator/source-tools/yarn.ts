import { hasBuildScript, packageManager } from "./package-json.ts";
import type { SourceTool } from "./source-tool.ts";

const artifacts = ["dist/**"];

/** Yarn, of any version: installs by yarn.lock, then runs the scripts `test` and `build` of package.json. */
export const yarn: SourceTool = {
  name: "yarn",
  usesJdk: false,
  configuration: { variable: "RC_FILE", title: ".npmrc or .yarnrc.yml", setting: "config" },
  environment: { YARN_NPM_REGISTRY_SERVER: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [
    { file: "yarn.lock", artifacts, builds: hasBuildScript },
    { file: "package.json", artifacts, builds: hasBuildScript, applies: (read) => packageManager(read) === "yarn" },
  ],
};
