import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeTemporary, removeTemporary } from "../support/lab/temporary.ts";
import { releaseRepository } from "../support/pre-commit.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { smallSpecs } from "../support/specs.ts";

const shopSpec = smallSpecs["services/shop.yaml"] ?? "";
const webSpec = shopSpec.replaceAll("shop", "web").replaceAll("owner: web", "owner: shop");
const jenkinsfile = "out/jenkinsfiles/shop/shop/build.Jenkinsfile";

describeWith(["git", "python3"], "the hook, under the real pre-commit", () => {
  let home: string;
  let release: string;
  let environment: Record<string, string>;
  let site: string;
  let count = 0;

  beforeAll(async () => {
    home = await makeTemporary("hook");
    release = await releaseRepository(join(home, "stagewright"));
    environment = {
      PRE_COMMIT_HOME: join(home, "pre-commit"),
      GIT_CONFIG_GLOBAL: join(home, "gitconfig"),
      PATH: `${join(await toolFolder("preCommit"), "bin")}:${process.env.PATH}`,
    };
    writeFileSync(environment.GIT_CONFIG_GLOBAL ?? "", "[user]\nname = developer\nemail = developer@acme.internal\n");
  });
  afterAll(() => removeTemporary(home));

  /** A repository with committed specs, output and configuration. The hook runs before the next commit. */
  beforeEach(async () => {
    site = join(home, `site-${++count}`);
    await startSite();
    await commit("first");
    await git("add", "--all");
    await expectDone("first");
  });

  async function startSite(): Promise<void> {
    await mkdir(join(site, "services"), { recursive: true });
    put(
      "stagewright.yaml",
      `${smallSpecs["stagewright.yaml"]?.replace("pipelines: { ", "pipelines: { directory: out, ")}`,
    );
    put("services/shop.yaml", shopSpec);
    put(".pre-commit-config.yaml", `repos:\n  - { repo: '${release}', rev: v0.1.0, hooks: [{ id: stagewright }] }\n`);
    await git("init", "--quiet");
    await git("add", "--all");
    await execa("pre-commit", ["install"], { cwd: site, env: environment });
  }

  async function git(...command: string[]): Promise<string> {
    return (await execa("git", command, { cwd: site, env: environment })).stdout;
  }

  async function commit(message: string, ...more: string[]): Promise<{ done: boolean; said: string }> {
    const command = ["commit", "--quiet", "--message", message, ...more];
    const { exitCode, all } = await execa("git", command, { cwd: site, env: environment, all: true, reject: false });
    return { done: exitCode === 0, said: all };
  }

  async function expectDone(message: string, ...more: string[]): Promise<void> {
    const { done, said } = await commit(message, ...more);
    expect(done, said).toBe(true);
  }

  function put(path: string, text: string): void {
    writeFileSync(join(site, path), text);
  }

  function read(path: string): string {
    return readFileSync(join(site, path), "utf8");
  }

  function edit(path: string, from: string, to: string): void {
    expect(read(path)).toContain(from);
    put(path, read(path).replace(from, to));
  }

  /** Time and content of every file except git's own files. */
  function tree(): Record<string, string> {
    const paths = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((path) => !path.startsWith(".git/"));
    const files = paths.filter((path) => statSync(join(site, path)).isFile());
    const state = (path: string) => `${statSync(join(site, path), { bigint: true }).mtimeNs} ${read(path)}`;
    return Object.fromEntries(files.map((path) => [path, state(path)]));
  }

  /** Checks the last commit in a clone, with the command of the hook: output and specs match. */
  async function expectCommitIsWhole(): Promise<void> {
    const clone = join(home, `clone-${count}`);
    await git("clone", "--quiet", site, clone);
    const installed = await execa("find", [join(home, "pre-commit"), "-name", "stagewright", "-path", "*/bin/*"]);
    const { exitCode, all } = await execa(installed.stdout, ["check"], { cwd: clone, all: true, reject: false });
    expect(all).toBe("out matches the specs");
    expect(exitCode).toBe(0);
  }

  test("a changed spec updates the output, and blocks the commit until the generated files are staged", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    await git("add", "services");
    const stopped = await commit("gradle");
    expect(stopped.done).toBe(false);
    expect(stopped.said).toContain("these generated files are not staged:\n");
    expect(stopped.said).toContain("  out/jenkinsfiles/shop/shop/build.Jenkinsfile\n");
    expect(stopped.said).toMatch(/^stage them: git add out$/m);
    expect(read(jenkinsfile)).toContain("gradle");
    await git("add", "out");
    await expectDone("gradle");
    expect(await git("status", "--porcelain")).toBe("");
    await expectCommitIsWhole();
  });

  test("a second `git commit --all` includes the updated files", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    expect((await commit("gradle", "--all")).said).toContain("these generated files are not staged");
    await expectDone("gradle", "--all");
    await expectCommitIsWhole();
  });

  test("an unchanged spec changes no file", async () => {
    put("services/shop.yaml", `# a comment\n${shopSpec}`);
    await git("add", "services");
    const before = tree();
    expect(await commit("comment")).toEqual({ done: true, said: expect.stringMatching(/^stagewright\.*Passed$/) });
    expect(tree()).toEqual(before);
  });

  test("an invalid spec blocks the commit with its diagnostics, and nothing is written", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: mavn");
    await git("add", "services");
    const before = tree();
    const { done, said } = await commit("broken");
    expect(done).toBe(false);
    expect(said).toContain("services/shop.yaml:4:");
    expect(said).toContain('"mavn"');
    expect(tree()).toEqual(before);
  });

  test("only the staged part of a spec counts; the rest stays in the work tree", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    await git("add", "services");
    edit(
      "services/shop.yaml",
      "git: https://git.acme.internal/shop/shop.git",
      "git: https://git.acme.internal/shop/other.git",
    );
    expect((await commit("gradle")).done).toBe(false);
    expect(read("services/shop.yaml")).toContain("other.git");
    expect(read(jenkinsfile)).toContain("gradle");
    expect(read(jenkinsfile)).not.toContain("other.git");
    await git("add", "out");
    await expectDone("gradle");
    expect(await git("diff", "--name-only")).toBe("services/shop.yaml");
    await expectCommitIsWhole();
  });

  test("output of the unstaged part is neither lost nor committed", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    await git("add", "services");
    edit("services/shop.yaml", "tool: gradle", "tool: npm");
    await execa("find", [join(home, "pre-commit"), "-name", "stagewright", "-path", "*/bin/*"]).then(({ stdout }) =>
      execa(stdout, ["generate"], { cwd: site }),
    );
    const before = await git("diff");
    const { done, said } = await commit("gradle");
    expect(done).toBe(false);
    expect(said).toContain("Rolling back fixes");
    expect(await git("diff")).toBe(before);
    expect(read(jenkinsfile)).toContain("npm");
  });

  test("an uncommitted spec blocks the commit before anything is written", async () => {
    put("services/web.yaml", webSpec);
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    await git("add", "services/shop.yaml");
    const before = tree();
    const { done, said } = await commit("gradle");
    expect(done).toBe(false);
    expect(said).toContain("these specs have changes that are not staged:\n  services/web.yaml\n");
    expect(tree()).toEqual(before);
  });

  test("a generated file with manual changes blocks the commit and is not overwritten", async () => {
    edit("services/shop.yaml", "tool: maven", "tool: gradle");
    put(jenkinsfile, "// mine\n");
    await git("add", "--all");
    const before = tree();
    const { done, said } = await commit("mine");
    expect(done).toBe(false);
    expect(said).toContain(
      "because these files were edited by hand:\n  out/jenkinsfiles/shop/shop/build.Jenkinsfile\n",
    );
    expect(tree()).toEqual(before);
  });

  test("a manual change of a generated file alone also blocks the commit", async () => {
    put(jenkinsfile, "// mine\n");
    await git("add", "--all");
    expect((await commit("mine")).said).toContain("edited by hand");
  });

  test("a commit that touches no spec does not run it", async () => {
    put("README.md", "# Pipelines\n");
    await git("add", "README.md");
    expect((await commit("readme")).said).toMatch(/^stagewright\.*\(no files to check\)Skipped$/);
  });

  test("a commit that only deletes files runs the hook if always_run is set, as in the how-to", async () => {
    put("services/web.yaml", webSpec);
    edit(".pre-commit-config.yaml", "id: stagewright", "id: stagewright, always_run: true");
    await git("add", "--all");
    await commit("web");
    await git("add", "--all");
    await expectDone("web");
    await git("rm", "--quiet", "services/web.yaml");
    const { done, said } = await commit("no web");
    expect(done).toBe(false);
    expect(said).toMatch(/^ {2}out\/argocd\/argocd-dev\/applications\/dev\/web.yaml$/m);
    expect(said).toMatch(/^ {2}and \d+ more$/m);
    expect(existsSync(join(site, "out/jenkinsfiles/shop/web"))).toBe(false);
    await git("add", "out");
    await expectDone("no web");
    await expectCommitIsWhole();
  });

  test("pre-commit before 4.7, which packs and installs differently, also installs it", async () => {
    const old = { ...environment, PRE_COMMIT_HOME: join(home, "old") };
    const command = join(await toolFolder("oldPreCommit"), "bin/pre-commit");
    const { stdout } = await execa(command, ["run", "--all-files"], { cwd: site, env: old });
    expect(stdout).toMatch(/stagewright\.*Passed$/);
  });
});
