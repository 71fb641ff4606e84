import { hasBuildScript, packageManager } from "./package-json.ts";
import type { SourceTool } from "./source-tool.ts";

const artifacts = ["dist/**"];

/** pnpm: installs by pnpm-lock.yaml, then runs the scripts `test` and `build` of package.json. */
export const pnpm: SourceTool = {
  name: "pnpm",
  usesJdk: false,
  configuration: { variable: "NPM_CONFIG_USERCONFIG", title: ".npmrc", setting: "npmrc" },
  environment: { PNPM_REGISTRY: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [
    { file: "pnpm-lock.yaml", artifacts, builds: hasBuildScript },
    { file: "package.json", artifacts, builds: hasBuildScript, applies: (read) => packageManager(read) === "pnpm" },
  ],
};
