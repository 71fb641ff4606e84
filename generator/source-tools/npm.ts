import type { ReadFile, SourceTool } from "./source-tool.ts";

/** npm: installs by the lock file, then runs the script `build` of package.json. */
export const npm: SourceTool = {
  name: "npm",
  usesJdk: false,
  configuration: { variable: "NPM_CONFIG_USERCONFIG", title: ".npmrc", setting: "npmrc" },
  environment: { NPM_CONFIG_REGISTRY: "registry" },
  addresses: ({ registry }) => ({ registry: [registry ?? ""] }),
  runsCommand: false,
  detections: [{ file: "package.json", artifacts: ["dist/**"], builds: hasBuildScript }],
};

function hasBuildScript(read: ReadFile): boolean {
  try {
    return JSON.parse(read("package.json") ?? "{}").scripts?.build !== undefined;
  } catch {
    return false;
  }
}
