import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { describeWith } from "../support/requires.ts";

const root = join(import.meta.dirname, "../..");

/** A site with one service, whose build runs one command. */
const platform = (git: string) => `apiVersion: stagewright/v1
stagewright: ~0.1
library: { name: ci-steps, package: com.acme.ci, version: 1.0.0 }
pipelines: { git: 'https://git.acme.internal/ci/pipelines.git' }
site:
  agent: { label: linux }
  agents: { pullRequests: { label: pull-requests }, delivery: { label: delivery }, seed: { label: seed } }
  git: ${git}
teams: { hello: { reviewers: ['@acme/hello'], contact: { mail: hello@acme.internal } } }
services: services/*.yaml
locks: { replace: [credentials] }
`;
const spec = (git: string, more: string) => `service: hello
git: ${git}
credentials: hello-git
${more}
stages:
  - { id: build, kind: source, owner: hello, tool: command, command: 'test -f file', artifacts: [file] }
  - { id: night, kind: custom, owner: hello, command: 'true', when: { cron: 'H 3 * * *' } }
`;

describeWith(["git", "java", "mvn"], "a rehearsal of a commit", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-commits-"));
  beforeAll(() => buildRunner());
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cli = (at: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env) =>
    spawnSync(process.execPath, [join(root, "dist/cli.js"), ...words], { cwd: at, encoding: "utf8", env });

  function writeSite(name: string, site: string, git: string, more: string): string {
    const at = join(folder, name);
    mkdirSync(join(at, "services"), { recursive: true });
    mkdirSync(join(at, "apps/hello"), { recursive: true });
    writeFileSync(join(at, "apps/hello/file"), "text");
    writeFileSync(join(at, "stagewright.yaml"), platform(site));
    writeFileSync(join(at, "services/hello.yaml"), spec(git, more));
    return at;
  }

  test("scenarios check which stages a branch or tag reaches, and a rollback", { timeout: 300_000 }, () => {
    const at = join(folder, "shop");
    cpSync(join(root, "examples/shop"), at, { recursive: true });
    const scenario = (keys: string, stages: string) =>
      `  - { name: '${keys.replaceAll("'", "")}', dry: true, ignoreFreeze: true, ${keys}, expect: { stages: { ${stages} } } }\n`;
    const scenarios = [
      scenario("branch: main", "image: success, dev: success, prod: success"),
      scenario("branch: release/1.x", "build: success, image: success, dev: not-run, prod: not-run"),
      scenario("branch: feature/x", "build: success, image: not-run, dev: not-run, prod: not-run"),
      scenario("tag: v1.0", "build: success, image: not-run, prod: not-run"),
      scenario("stage: prod, parameters: { ROLLBACK_REASON: broken }", "prod: success"),
    ];
    mkdirSync(join(at, "branches"));
    writeFileSync(join(at, "branches/shop.yaml"), `service: shop\nscenarios:\n${scenarios.join("")}`);
    const { stdout, stderr, status } = cli(at, ["test", "branches/shop.yaml"]);
    expect(stdout, stderr).toContain("5 scenarios: 5 passed, 0 failed");
    expect(status).toBe(0);
    expect(cli(at, ["rehearse", "shop", "--dry", "--pull-request", "5"]).stderr).toContain(
      "the job of shop builds no pull requests",
    );
  });

  test("the summary marks jobs that a user starts, and lists those that the commit does not reach", () => {
    const at = join(root, "examples/shop");
    const { stdout, stderr } = cli(at, ["rehearse", "shop", "--dry", "--ignore-freeze"]);
    expect(stdout, stderr).toMatch(/release +prod +\/release\/shop-prod #1 +SUCCESS +[\d.]+ s +\(started by hand\)/);
    expect(stdout).toContain("/release/shop-prod #1  (owner: release, started by hand)");
    expect(stdout).not.toMatch(/shop-dev #1 .*started by hand/);
    const release = cli(at, ["rehearse", "shop", "--dry", "--branch", "release/1.x"]);
    expect(release.stdout).toContain("/shop/shop-dev (dev) is not started: branch release/1.x does not reach it\n");
    expect(release.status).toBe(0);
  });

  const hosts = [
    ["github", "git@github.acme.internal:shop/hello.git"],
    ["github", "https://github.acme.internal/shop/hello.git"],
    ["gitlab", "git@gitlab.acme.internal:shop/below/hello.git"],
    ["gitea", "ssh://git@git.acme.internal:2222/shop/hello.git"],
    ["bitbucket", "https://bitbucket.acme.internal/scm/shop/hello.git"],
    ["bitbucket", "ssh://git@bitbucket.acme.internal:7999/shop/hello.git"],
  ] as const;
  test.each(hosts)("a multibranch job of %s builds a pull request of %s", { timeout: 120_000 }, (host, git) => {
    const name = `${host}-${git.startsWith("https") ? "https" : "ssh"}`;
    const at = writeSite(name, `{ host: ${host}, credentials: git-api }`, git, "job: multibranch");
    const { stdout, stderr, status } = cli(at, ["rehearse", "hello", "--pull-request", "3", "--until", "build"]);
    expect(stdout, stderr).toMatch(/hello +build +\/hello\/hello-build\/PR-3 #1 +SUCCESS/);
    expect(status, stderr).toBe(0);
  });

  test("a deployment pushes to a GitOps repository by SSH", { timeout: 120_000 }, async () => {
    const at = join(folder, "gitops");
    cpSync(join(root, "examples/shop"), at, { recursive: true });
    const site = readFileSync(join(at, "stagewright.yaml"), "utf8");
    const ssh = site.replaceAll("https://git.acme.internal/ops/", "git@git.acme.internal:ops/");
    writeFileSync(join(at, "stagewright.yaml"), ssh);
    const git = (...words: readonly string[]) =>
      spawnSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...words], {
        cwd: join(at, "apps/catalog"),
        encoding: "utf8",
      }).stdout.trim();
    for (const words of [["init"], ["add", "."], ["commit", "--message=first"]]) git(...words);
    const source = {
      job: "/catalog/catalog-build",
      build: "1",
      stage: "build",
      branch: "main",
      tag: "",
      pullRequest: "",
    };
    const made = {
      job: "/platform/catalog-image",
      build: "1",
      stage: "image",
      engine: "buildah",
      base: "",
      tags: ["9.9"],
    };
    const image = { repository: "harbor.acme.internal/catalog/catalog", digest: `sha256:${"1".repeat(64)}`, ...made };
    const record = {
      ...{ schema: 1, service: "catalog", version: "9.9", artifacts: [], images: { "catalog/catalog": image } },
      source: { ...source, repository: "r", commit: git("rev-parse", "HEAD") },
    };
    mkdirSync(join(at, "record"));
    writeFileSync(join(at, "record/release.json"), JSON.stringify(record));
    const options = ["catalog", "--stage", "dev", "--record", "record", "--with-gitops", "--ignore-freeze"];
    const env = { ...process.env, PATH: `${await kustomizePath()}:${process.env.PATH}` };
    const { stdout, stderr, status } = cli(at, ["rehearse", ...options], env);
    expect(stdout, stderr).toMatch(/sh {2}Commit the digest: dev/);
    expect(stdout).toMatch(/catalog +dev +\/catalog\/catalog-dev #1 +SUCCESS/);
    // The builds that stand for the producers of the record are no starts by hand.
    expect(stdout).not.toMatch(/catalog-image #1 .*started by hand/);
    expect(status).toBe(0);
  });

  test("a dry rehearsal of a multibranch job needs no network and no sources", { timeout: 120_000 }, () => {
    const git = "git@git.acme.internal:shop/hello.git";
    const at = writeSite("dry", "{ host: gitea, credentials: git-api }", git, "job: multibranch");
    rmSync(join(at, "apps"), { recursive: true });
    const { stdout, stderr } = cli(at, ["rehearse", "hello", "--dry", "--branch", "feature/x"]);
    expect(stdout, stderr).toMatch(/hello +build +\/hello\/hello-build\/feature%2Fx #1 +SUCCESS/);
  });

  test.each(["pom.xml", "web/package.json", "VERSION", "gradle.properties"])(
    "a dry rehearsal makes up the version in %s",
    (file) => {
      const git = "git@git.acme.internal:shop/hello.git";
      const keys = `versionFile: ${file}\nversion: '{project}-{describe}-{build}'`;
      const at = writeSite(`dry-${file.replace("/", "-")}`, "{}", git, keys);
      const { stdout, stderr } = cli(at, ["rehearse", "hello", "--dry"]);
      expect(stdout, stderr).toMatch(/hello +build +\/hello\/hello-build #1 +SUCCESS/);
    },
  );

  test("an SSH key reaches the repository; a stage is skipped unless the timer starts the build", () => {
    const git = "git@git.acme.internal:shop/hello.git";
    const at = writeSite("key", "{}", git, "triggers: { cron: 'H 3 * * *' }");
    const byUser = cli(at, ["rehearse", "hello"]);
    expect(byUser.stdout, byUser.stderr).toMatch(
      /night +\/hello\/hello-night #1 +SUCCESS .*\(night skipped by when: the timer did not start its build\)/,
    );
    expect(byUser.stdout).toMatch(/echo {2}Stage night is skipped/);
    const byTimer = cli(at, ["rehearse", "hello", "--timer"]);
    expect(byTimer.stdout, byTimer.stderr).toMatch(/night +\/hello\/hello-night #1 +SUCCESS/);
    expect(byTimer.stdout).not.toContain("skipped");
  });
});
