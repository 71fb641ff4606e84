import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { type Checkout, checkout } from "../support/source-script.ts";

function repository(files: Readonly<Record<string, string>>): Checkout {
  const created = checkout(files);
  onTestFinished(created.remove);
  return created;
}

/** The user of a test run has its own settings of package managers. */
const clean = { YARN_ENABLE_IMMUTABLE_INSTALLS: "false", CI: "" };

const member = JSON.stringify({ name: "greeting", version: "1.0.0" });
const scripts = { test: "node -e \"require('greeting')\"", build: "mkdir -p dist && touch dist/app" };
const web = (greeting: string) =>
  JSON.stringify({ name: "web", version: "1.0.0", dependencies: { greeting }, scripts });
const root = JSON.stringify({ name: "all", version: "1.0.0", private: true, workspaces: ["web", "greeting"] });

describeWith(["npm"], "Node applications", () => {
  let programs: string;
  beforeAll(async () => {
    programs = join(await toolFolder("nodePrograms"), "bin");
  });

  it.each([
    ["Yarn 1", "yarn", "yarn", "yarn.lock", "1.0.0", "Run yarn install, and commit yarn.lock."],
    ["a later Yarn", "berry", "yarn", "yarn.lock", "workspace:*", "Run yarn install, and commit yarn.lock."],
    ["pnpm", "pnpm", "pnpm", "pnpm-lock.yaml", "workspace:*", "Run pnpm install, and commit pnpm-lock.yaml."],
  ])("%s builds a member of a workspace by the lock file at the root, and requires the lock file", async (...row) => {
    const [, program, tool, lock, version, advice] = row;
    const app = repository({
      "package.json": root,
      "greeting/package.json": member,
      "greeting/index.js": "",
      "pnpm-workspace.yaml": "packages: [web, greeting]\n",
      "web/package.json": web(version),
      ".yarnrc.yml": "nodeLinker: node-modules\n",
    });
    const path = `${join(programs, program)}:${process.env.PATH}`;
    expect(app.build(tool, { directory: "web", path }).message).toContain(advice);
    await execa(tool, ["install"], { cwd: app.folder, env: { PATH: path, ...clean } });
    expect(app.has(lock)).toBe(true);
    expect(app.build(tool, { directory: "web", path })).toMatchObject({ message: "" });
    expect(app.has("web/dist/app")).toBe(true);
    expect(app.build(tool, { directory: "web", path, arguments: ["run", "missing"] }).message).toMatch(/failed/);
    // Yarn 1 does not compare the lock file with the packages of a workspace.
    if (program === "yarn") return;
    app.write("web/package.json", web(version).replace("dependencies", "devDependencies").replace("1.0.0", "1.0.1"));
    app.write("greeting/package.json", member.replace("}", ', "dependencies": { "web": "*" } }'));
    expect(app.build(tool, { directory: "web", path }).message).toContain(`could not install the packages of ${lock}`);
  });
});

const project = (more: string) => `[project]
name = "greeting"
version = "1.0.0"
requires-python = ">=3.9"
dependencies = []
${more}
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
`;
/** Poetry asks pypi.org by another API than this one, which all package indexes have. */
const index = '[[tool.poetry.source]]\nname = "index"\nurl = "https://pypi.org/simple/"\npriority = "primary"\n';

const source = {
  "greeting.py": "word = 'hello'\n",
  "test_greeting.py": "import greeting\n\ndef test():\n    assert greeting.word == 'hello'\n",
};

describeWith(["python3"], "Python applications", () => {
  let path: string;
  // The certificates that this machine trusts.
  const environment = { CA_BUNDLE: process.env.SSL_CERT_FILE ?? "" };
  beforeAll(async () => {
    path = `${join(await toolFolder("pythonPrograms"), "bin")}:${process.env.PATH}`;
  });

  it.each([
    ["uv", '[dependency-groups]\ndev = ["pytest"]\n', ["uv", "lock"]],
    ["Poetry", `${index}[tool.poetry.group.dev.dependencies]\npytest = "*"\n`, ["poetry", "lock"]],
    ["pip", "[project.optional-dependencies]\n", null],
  ] as const)("%s installs, tests and builds a package", async (_, more, lock) => {
    const setuptools = '[tool.setuptools]\npy-modules = ["greeting"]\n';
    const poetry = lock?.[0] === "poetry" ? '[tool.poetry]\npackages = [{ include = "greeting.py" }]\n' : "";
    const app = repository({ ...source, "pyproject.toml": `${project(more)}${setuptools}${poetry}` });
    if (lock === null) app.write("requirements.txt", "pytest\n-e .\n");
    else await execa(lock[0], lock.slice(1), { cwd: app.folder, env: { PATH: path } });
    const built = app.build("python", { path, environment });
    expect(built.message, built.log).toBe("");
    expect(app.read("reports/junit.xml")).toContain('tests="1"');
    expect(app.has("dist/greeting-1.0.0-py3-none-any.whl")).toBe(true);
    const printed = app.build("python", {
      path,
      environment,
      arguments: ["python", "-c", "import greeting; print(greeting.word)"],
    });
    expect(printed.log).toContain("hello");
    app.write("greeting.py", "word = 'bye'\n");
    expect(app.build("python", { path, environment }).message).toBe("The tests failed; see the log above.");
    if (lock === null) return;
    app.write(
      "pyproject.toml",
      app.read("pyproject.toml").replace("dependencies = []", 'dependencies = ["iniconfig<2"]'),
    );
    expect(app.build("python", { path, environment }).message).toContain(
      `could not install the packages of ${lock[0]}.lock`,
    );
  });

  it.each([
    ["packs", {}, true],
    ["does not pack next to requirements.txt", { "requirements.txt": "" }, false],
  ] as const)("pip installs a project with setup.py, and %s", (_, more, packs) => {
    const setup = "from setuptools import setup\nsetup(name='greeting', version='1.0.0', py_modules=['greeting'])\n";
    const app = repository({ ...source, "setup.py": setup, ...more });
    const built = app.build("python", { path, environment });
    expect(built.message, built.log).toBe("");
    expect(app.has("dist/greeting-1.0.0-py3-none-any.whl")).toBe(packs);
  });
});
