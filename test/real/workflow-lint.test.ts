import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";

const root = join(import.meta.dirname, "../..");

/** Specs and the changes with which GitHub Actions accepts them. The reasons are errors of `stagewright validate --target`. */
const sites: Readonly<Record<string, readonly (readonly [from: string | RegExp, to: string])[]>> = {
  "test/golden/github-actions/spec": [],
  "test/golden/github-actions/spec with logins by OIDC": [
    [
      "harbor: { host: harbor.nimbus.example, credentials: { pull: harbor-pull, push: harbor-push } }",
      "harbor: { host: nimbus.azurecr.io, githubOidc: { azure: { clientId: 11111111-2222-3333-4444-555555555555, tenantId: 66666666-7777-8888-9999-000000000000 } } }",
    ],
  ],
  "examples/startup": [["credentials: github }", "credentials: github, directory: '' }"]],
  "examples/booking": [
    ["network: offline", "network: online"],
    [/ {2}hosts: \[.*\]\n/, ""],
    ["owner: platform }", "owner: platform, directory: '' }"],
    ["git: { host: gitlab }", "git: { host: github }"],
  ],
};

/** Examples that GitHub Actions refuses in any case: they are offline. (So is bank, whose own steps this test does not read.) */
const refused = ["hospital", "shop"];

describeWith(["go", "python3"], "the generated workflows", () => {
  let home = "";
  let actionlint = "";
  let zizmor = "";
  let service = "";
  beforeAll(async () => {
    home = await makeTemporary("workflows");
    actionlint = join(await toolFolder("actionlint"), "actionlint");
    zizmor = join(await toolFolder("zizmor"), "bin/zizmor");
    service = join(await toolFolder("languageService"), "check.mjs");
  });
  afterAll(() => removeTemporary(home));

  /** The findings of GitHub's language service. */
  async function findingsOf(files: readonly string[], folder: string): Promise<readonly string[]> {
    const { stdout } = await execa(process.execPath, [service, ...files], { cwd: folder });
    return JSON.parse(stdout);
  }

  describe.each(Object.entries(sites))("of %s", (spec, changes) => {
    let folder = "";
    let workflows: readonly string[] = [];
    let actions: readonly string[] = [];
    beforeAll(async () => {
      folder = join(home, spec.replaceAll(/[/ ]/g, "-"));
      const { files, diagnostics } = compile(await inputOf(spec.split(" ")[0] ?? spec, changes));
      if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
      for (const { path, content } of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), content);
      }
      actions = files.map(({ path }) => path).filter((path) => path.endsWith("/action.yml"));
      workflows = files.map(({ path }) => path).filter((path) => path.includes(".github/workflows/"));
    });

    it("have no findings of actionlint", async () => {
      expect(workflows.length).toBeGreaterThan(4);
      const options = ["-config-file", ".github/actionlint.yaml", "-no-color", ...workflows];
      const { all } = await execa(actionlint, options, { cwd: folder, all: true, reject: false });
      expect(all).toBe("");
    });

    it("have no findings of GitHub's language service, like the actions", async () => {
      expect(actions.length).toBe(6);
      expect(await findingsOf([...workflows, ...actions], folder)).toEqual([]);
    });

    it("have no findings of zizmor, also of its pedantic rules", async () => {
      const options = ["--offline", "--pedantic", "--no-progress", "--format=json", "--config", ".github/zizmor.yml"];
      const places = [".github", "applications"];
      const { stdout } = await execa(zizmor, [...options, ...places], { cwd: folder, reject: false });
      expect(JSON.parse(stdout)).toEqual([]);
    });
  });

  it("are not accepted by the language service with an unknown key", async () => {
    await writeFile(join(home, "wrong.yml"), "on: push\njobs: { a: { runs-on: x, step: [] } }\n");
    expect(await findingsOf(["wrong.yml"], home)).toEqual(
      expect.arrayContaining(["wrong.yml:2: Unexpected value 'step'"]),
    );
  });

  it.each(refused)("are refused for the offline example %s", async (name) => {
    const { files, diagnostics } = compile(await inputOf(`examples/${name}`, []));
    expect(files).toBeNull();
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      "SW378 GitHub Actions cannot give this: each run needs GitHub's servers, and this site is offline",
    );
  });
});

async function inputOf(folder: string, changes: readonly (readonly [from: string | RegExp, to: string])[]) {
  const read = async (path: string) => {
    const text = await readFile(join(root, folder, path), "utf8");
    return { path, text: changes.reduce((before, [from, to]) => before.replace(from, to), text) };
  };
  const names = (await readdir(join(root, folder, "services"))).sort();
  return {
    target: "github-actions" as const,
    platform: await read("stagewright.yaml"),
    services: await Promise.all(names.map((name) => read(`services/${name}`))),
  };
}
