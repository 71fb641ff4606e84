import type { ReadFile, SourceTool } from "./source-tool.ts";

/** The build script makes a package only of a project that says how to build it. */
const builds = (read: ReadFile) => /^\[build-system\]/m.test(read("pyproject.toml") ?? "");
const artifacts = ["dist/*.whl"];
const files = ["uv.lock", "poetry.lock", "requirements.txt", "pyproject.toml"];

/** Python: installs by the lock file of uv or Poetry, or else by pip, runs pytest and builds the package. */
export const python: SourceTool = {
  name: "python",
  usesJdk: false,
  configuration: { variable: "NETRC", title: "netrc of the package index", setting: "netrc" },
  environment: { PYTHON_INDEX: "index" },
  addresses: ({ index }) => ({ index: [index ?? ""] }),
  runsCommand: false,
  detections: files.map((file) => ({ file, artifacts, builds })),
};
