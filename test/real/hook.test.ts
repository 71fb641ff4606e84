import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { smallSpecs } from "../support/specs.ts";

const root = join(import.meta.dirname, "../..");
const cache = process.env.STAGEWRIGHT_CACHE ?? join(homedir(), ".cache/stagewright-test");
const virtualenv = join(cache, "pre-commit-venv");
const preCommit = join(virtualenv, "bin/pre-commit");
const preCommitVersion = "4.7.0";

function installPreCommit(): void {
  const installed = existsSync(preCommit) && execFileSync(preCommit, ["--version"], { encoding: "utf8" });
  if (installed === `pre-commit ${preCommitVersion}\n`) return;
  execFileSync("python3", ["-m", "venv", virtualenv], { stdio: "inherit" });
  execFileSync(join(virtualenv, "bin/pip"), ["install", "-q", `pre-commit==${preCommitVersion}`], { stdio: "inherit" });
}

/** The product's own hook, with the built command in place of an installed one. */
function localHook(): string {
  const hooks = readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8");
  const local = hooks
    .replace("entry: stagewright", `entry: ${process.execPath} ${join(root, "dist/cli.js")}`)
    .replace("language: node", "language: system")
    .replaceAll(/^/gm, "      ");
  return `repos:\n  - repo: local\n    hooks:\n${local}`;
}

describeWith(["git", "python3"], "the pre-commit hook", () => {
  const home = mkdtempSync(join(tmpdir(), "stagewright-hook-"));
  const repository = join(home, "repository");
  const env = {
    ...process.env,
    HOME: home,
    PRE_COMMIT_HOME: join(home, "pre-commit"),
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@acme.internal",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@acme.internal",
  };
  const git = (...given: string[]) => spawnSync("git", given, { cwd: repository, env, encoding: "utf8" });
  const commit = () => {
    const { status, stdout, stderr } = git("commit", "-m", "a change");
    return { status, said: stdout + stderr };
  };
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  };
  const shop = () => readFileSync(join(repository, "services/shop.yaml"), "utf8");
  const emitted = () => {
    const paths = readdirSync(repository, { recursive: true, encoding: "utf8" }).filter(
      (path) => !path.startsWith(".git/"),
    );
    return Object.fromEntries(paths.map((path) => [path, statSync(join(repository, path), { bigint: true }).mtimeNs]));
  };

  beforeAll(() => {
    installPreCommit();
    mkdirSync(repository);
    git("init", "-q", "-b", "main");
    for (const [path, text] of Object.entries(smallSpecs)) put(path, text);
    put(".pre-commit-config.yaml", localHook());
    execFileSync(preCommit, ["install"], { cwd: repository, env });
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it("stops a first commit until what it emits is staged", () => {
    git("add", "-A");
    const stopped = commit();
    expect(stopped.status).toBe(1);
    expect(stopped.said).toContain("not staged with this commit");
    expect(commit().status).toBe(1);
    git("add", "-A");
    expect(commit()).toMatchObject({ status: 0 });
    expect(git("status", "--porcelain").stdout).toBe("");
  });

  it("regenerates for a changed spec and stops the commit until that is staged", () => {
    put("services/shop.yaml", shop().replace("target/*.jar", "target/app.jar"));
    git("add", "services");
    expect(commit().status).toBe(1);
    expect(git("diff", "--name-only").stdout).toContain("Jenkinsfile");
    git("add", "-A");
    expect(commit()).toMatchObject({ status: 0 });
  });

  it("touches nothing for a commit that changes no spec", () => {
    const before = emitted();
    put("notes.txt", "a note\n");
    git("add", "-A");
    expect(commit()).toMatchObject({ status: 0, said: expect.stringContaining("Skipped") });
    const after = emitted();
    for (const path of Object.keys(before)) if (path !== ".") expect(after[path], path).toBe(before[path]);
  });

  it("lets a spec's comment through, and touches nothing", () => {
    put("services/shop.yaml", `# why\n${shop()}`);
    git("add", "-A");
    const before = emitted();
    expect(commit()).toMatchObject({ status: 0, said: expect.stringContaining("Passed") });
    expect(emitted()).toEqual(before);
  });

  it("stops a broken spec with its diagnostics, and writes nothing", () => {
    put("services/shop.yaml", shop().replace("engine: docker", "engine: dokcer"));
    git("add", "-A");
    const before = emitted();
    const { status, said } = commit();
    expect(status).toBe(1);
    expect(said).toMatch(/services\/shop\.yaml:\d+:\d+/);
    expect(said).toContain("dokcer");
    expect(emitted()).toEqual(before);
    git("checkout", "-q", "HEAD", "--", ".");
  });

  it("stops a hand edit of an emitted file, and keeps it", () => {
    const path = git("ls-files", "*Jenkinsfile").stdout.split("\n")[0] ?? "";
    put(path, "by hand\n");
    git("add", "-A");
    const { status, said } = commit();
    expect(status).toBe(1);
    expect(said).toContain("edited by hand");
    expect(readFileSync(join(repository, path), "utf8")).toBe("by hand\n");
    git("checkout", "-q", "HEAD", "--", ".");
  });
});
