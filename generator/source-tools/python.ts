import type { ReadFile, SourceTool } from "./source-tool.ts";

const FILES = ["uv.lock", "poetry.lock", "requirements.txt", "pyproject.toml", "setup.py"];
/** The program of each Django project, which also runs its tests. */
const DJANGO = "manage.py";

/** The build script makes a package only of a project that says how to build it. */
function artifacts(read: ReadFile): readonly string[] {
  const isLegacy = read("setup.py") !== null && ["pyproject.toml", "requirements.txt"].every((it) => read(it) === null);
  const packs = isLegacy || /^\[build-system\]/m.test(read("pyproject.toml") ?? "");
  return packs && testCommand(read).length === 0 ? ["dist/*.whl"] : [];
}

/** Without arguments, the build script runs pytest. A Django project without pytest has its own command. */
function testCommand(read: ReadFile): readonly string[] {
  if (read(DJANGO) === null) return [];
  const listed = [...FILES, "requirements-dev.txt"].some((file) => /\bpytest\b/.test(read(file) ?? ""));
  return listed ? [] : ["python", DJANGO, "test"];
}

function lacks(read: ReadFile): string | null {
  if (FILES.some((file) => read(file) !== null)) return null;
  return "There is no list of packages: run pip freeze >requirements.txt, and commit the file.";
}

/** Python: installs by the lock file of uv or Poetry, or else by pip, runs pytest and builds the package. */
export const python: SourceTool = {
  name: "python",
  usesJdk: false,
  configuration: { variable: "NETRC", title: "netrc of the package index", setting: "netrc" },
  environment: { PYTHON_INDEX: "index" },
  addresses: ({ index }) => ({ index: [index ?? ""] }),
  runsCommand: false,
  detections: [...FILES, DJANGO].map((file) => ({ file, artifacts, arguments: testCommand, lacks })),
  reports: { files: ["reports/junit.xml"] },
  locks: ["uv.lock", "poetry.lock", "requirements*.txt", "pyproject.toml"],
  commandLine: {
    programs: ["python", "python3", "pip", "pip3", "pytest", "poetry", "uv", "tox"],
    argumentsReplaceGoals: false,
    otherNames: ["pip"],
  },
};
