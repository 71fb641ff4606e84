import type { SourceTool } from "./source-tool.ts";

/** The Go toolchain. */
export const go: SourceTool = {
  name: "go",
  usesJdk: false,
  configuration: null,
  environment: { GOPROXY: "proxy", GOSUMDB: "sumdb" },
  // GOPROXY lists several proxies.
  addresses: ({ proxy }) => ({ proxy: (proxy ?? "").split(/[,|]/) }),
  runsCommand: false,
  // A module without a program is a package for others to import: its build makes no files.
  detections: [
    {
      file: "go.mod",
      artifacts: (read) => (["main.go", "cmd"].some((path) => read(path) !== null) ? ["bin/*"] : []),
    },
  ],
  reports: { files: [], writer: "gotestsum --junitfile" },
  locks: ["go.sum"],
  commandLine: { programs: ["go"], argumentsReplaceGoals: false, otherNames: ["golang"] },
};
