import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../../..");
const programs = join(root, "vars-templates/github-actions/actions/lib");
const output = join(root, "test/golden/github-actions/out");
const home = mkdtempSync(join(tmpdir(), "stagewright-releases-"));
const commit = "c".repeat(40);
const earlier = {
  run: { job: "/nimbus/web/web", build: "12", url: "https://github.com/nimbus/web/actions/runs/120" },
  ...{ commit, reason: "" },
};
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Runs a program of the actions in run 99, which a user started on main. */
function runProgram(name: string, input: unknown, variables: Readonly<Record<string, string>>) {
  const env = {
    ...{
      PATH: `${join(home, "bin")}:${dirname(process.execPath)}:${process.env.PATH}`,
      RUNNER_TEMP: join(home, "temp"),
    },
    ...{ GITHUB_REPOSITORY: "nimbus/web", GITHUB_RUN_ID: "990", GITHUB_RUN_NUMBER: "99", GITHUB_SHA: "a".repeat(40) },
    ...{ GITHUB_EVENT_NAME: "workflow_dispatch", GITHUB_TRIGGERING_ACTOR: "rita" },
    ...{ GITHUB_REF: "refs/heads/release/1", GITHUB_SERVER_URL: "https://github.com", GITHUB_WORKSPACE: home },
    ...{ GITHUB_WORKFLOW_REF: "nimbus/web/.github/workflows/web.prod.yml@refs/heads/release/1" },
    ...{ GITHUB_OUTPUT: join(home, "output"), GITHUB_STEP_SUMMARY: join(home, "summary.md") },
    ...{ STAGEWRIGHT_INPUT: JSON.stringify(input), ...variables },
  };
  for (const path of [env.GITHUB_OUTPUT, env.GITHUB_STEP_SUMMARY]) rmSync(path, { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(programs, name)], { env, encoding: "utf8" });
  expect(stderr).toBe("");
  return { message: stdout.replace("::error::", "").trim(), failed: status !== 0 };
}

describe("the run of a release", () => {
  const run = (number: number, change: object = {}) => ({
    ...{ id: number * 10, run_number: number, head_sha: commit, event: "push", head_branch: "main" },
    ...{ head_repository: { full_name: "nimbus/web" }, ...change },
  });
  const pages = [
    [run(30), run(29, { event: "pull_request" })],
    [run(28, { head_repository: { full_name: "fork/web" } }), run(12)],
    [],
  ];
  beforeAll(() => {
    mkdirSync(join(home, "bin"));
    for (const [index, runs] of pages.entries())
      writeFileSync(join(home, `page-${index + 1}.json`), JSON.stringify({ workflow_runs: runs }));
    const prefix = "repos/nimbus/web/actions/workflows/web.yml/runs?per_page=100&page=";
    const gh = `#!/bin/sh\n[ "$1" = api ] || exit 2\ncase $2 in "${prefix}"*) cat "${home}/page-\${2##*=}.json" ;; *) exit 2 ;; esac\n`;
    writeFileSync(join(home, "bin/gh"), gh);
    chmodSync(join(home, "bin/gh"), 0o755);
  });
  const find = (number: string, variables: Readonly<Record<string, string>> = {}) =>
    runProgram(
      "release.mjs",
      { workflow: "web.yml", chooser: "web.prod.yml" },
      { STAGEWRIGHT_RUN: number, ...variables },
    );

  it("is this run without a number", () => {
    expect(find("")).toEqual({ message: "", failed: false });
    expect(readFileSync(join(home, "output"), "utf8")).toBe(`run-id=990\ncommit=${"a".repeat(40)}\nearlier=\n`);
  });

  it("is the run of the application's workflow with the number", () => {
    expect(find("12")).toEqual({ message: "", failed: false });
    expect(readFileSync(join(home, "output"), "utf8")).toBe(
      `run-id=120\ncommit=${commit}\nearlier=${JSON.stringify(earlier)}\n`,
    );
  });

  it("has the reason of a rollback as one line", () => {
    expect(find("12", { STAGEWRIGHT_REASON: " broken\nService: api\u0007 " }).message).toBe("");
    const rollback = { ...earlier, reason: "broken Service: api" };
    expect(readFileSync(join(home, "output"), "utf8")).toContain(`\nearlier=${JSON.stringify(rollback)}\n`);
  });

  it("is in the summary of the run, and the reason is no markup there", () => {
    expect(find("12", { STAGEWRIGHT_REASON: "</p><img src=x> [a](b)\n# c" }).message).toBe("");
    const text = readFileSync(join(home, "summary.md"), "utf8");
    expect(text).toContain(`<a href="${earlier.run.url}">run 12 of web.yml</a>, commit ${commit}. Rollback: `);
    expect(text.match(/[<[#](?!p>|a |\/a>|\/p>|\d+;)/g)).toBeNull();
    expect(text.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    ["a push", { GITHUB_EVENT_NAME: "push" }, "only for web.prod.yml"],
    [
      "the pipeline",
      { GITHUB_WORKFLOW_REF: "nimbus/web/.github/workflows/web.yml@refs/heads/main" },
      "only for web.prod.yml",
    ],
    [
      "a workflow of another stage",
      { GITHUB_WORKFLOW_REF: "nimbus/web/.github/workflows/web.staging.yml@refs/heads/main" },
      "only for web.prod.yml",
    ],
    ["the token of a run", { GITHUB_TRIGGERING_ACTOR: "github-actions[bot]" }, "A user must start web.prod.yml"],
    ["a server that names no user", { GITHUB_TRIGGERING_ACTOR: "" }, "A user must start web.prod.yml"],
  ])("is not chosen by %s, not even for a rollback", (_, variables, reason) => {
    expect(find("12", variables).message).toContain(reason);
    const rollback = find("", { ...variables, STAGEWRIGHT_REASON: "invented" });
    expect(rollback.message).toContain(reason);
    expect(rollback.failed).toBe(true);
  });

  it("needs a reason if the environment does not tell which release is newer", () => {
    const settings = { workflow: "web.yml", chooser: "web.prod.yml", needsReason: true };
    const start = (reason: string) =>
      runProgram("release.mjs", settings, { STAGEWRIGHT_RUN: "12", STAGEWRIGHT_REASON: reason });
    expect(start(" ")).toMatchObject({ message: expect.stringContaining("Enter ROLLBACK_REASON"), failed: true });
    expect(start("broken")).toEqual({ message: "", failed: false });
  });

  it("needs a number for a rollback", () => {
    expect(find("", { STAGEWRIGHT_REASON: "broken" }).message).toContain("needs UPSTREAM_BUILD");
  });

  it.each([
    ["a command", "12; id", "not the number of a run"],
    ["a line of an output", "12\nrun-id=5", "not the number of a run"],
    ["another repository", "../../../fork/web", "not the number of a run"],
    ["an expression", "${{ github.token }}", "not the number of a run"],
    ["no number", "0", "not the number of a run"],
    ["a number that no run has", "13", "There is no run 13 of web.yml"],
    ["a number that is too old", "1", "There is no run 1 of web.yml"],
    ["a pull request", "29", "of a pull request"],
    ["a commit of a fork", "28", "of a pull request"],
  ])("is not found with %s", (_, number, reason) => {
    const { message, failed } = find(number);
    expect(message).toContain(reason);
    expect(failed).toBe(true);
  });
});

describe("the deployment of an earlier release", () => {
  const image = {
    ...{ repository: "ghcr.io/nimbus/web", tags: ["1"], digest: `sha256:${"d".repeat(64)}`, engine: "docker" },
    ...{ base: "", baseDigest: "", stage: "image", ...earlier.run },
  };
  const source = {
    ...{ branch: "release/1", tag: "", pullRequest: "", stage: "build", commit, ...earlier.run },
    repository: "https://github.com/nimbus/web.git",
  };
  const good = {
    ...{ schema: 1, service: "web", version: "1", source, artifacts: [] },
    ...{ images: { "nimbus/web": image }, producer: { stage: "image", ...earlier.run } },
  };
  const settings = {
    ...{ service: "web", stage: "prod", kind: "deploy", git: source.repository, path: "", environment: "prod" },
    ...{
      owner: "release",
      variables: {},
      phases: {},
      reach: { branches: ["release/*"], tags: [], pullRequests: false },
    },
  };
  const begin = (record: unknown, variables: Readonly<Record<string, string>> = {}, more: object = {}) => {
    const folder = join(home, "temp/stagewright/records/image");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "release.json"), JSON.stringify(record));
    const env = { STAGEWRIGHT_EARLIER: JSON.stringify(earlier), ...variables };
    return runProgram("begin.mjs", { ...settings, ...more }, env).message;
  };
  const stage = () => JSON.parse(readFileSync(join(home, "temp/stagewright/stage.json"), "utf8"));

  it("uses the record of that run, as this run", () => {
    expect(begin(good)).toBe("");
    expect(stage().variables).toMatchObject({
      ...{ COMMIT: commit, SOURCE_BUILD: "/nimbus/web/web#12", RELEASE_BUILD: "/nimbus/web/web.prod#99", ROLLBACK: "" },
    });
  });

  const rollback = { STAGEWRIGHT_EARLIER: JSON.stringify({ ...earlier, reason: "broken" }) };

  it("passes the reason of a rollback on", () => {
    expect(begin(good, rollback)).toBe("");
    expect(stage().variables.ROLLBACK).toBe("broken");
  });

  it.each([
    ["a record of another run", { producer: { ...good.producer, build: "11" } }, "made it"],
    ["a source of another run", { source: { ...source, build: "11" } }, "source.build"],
    ["another commit than GitHub names", { source: { ...source, commit: "d".repeat(40) } }, "source.commit"],
    [
      "another repository",
      { source: { ...source, repository: "https://github.com/nimbus/api.git" } },
      "source.repository",
    ],
    [
      "a branch that does not reach the stage",
      { source: { ...source, branch: "main" } },
      "branch main does not reach it",
    ],
    ["a pull request", { source: { ...source, pullRequest: "7" } }, "pull request"],
  ])("fails with %s", (_, change, reason) => {
    expect(begin({ ...good, ...change })).toContain(reason);
  });

  it("has a branch of its own for a request, which no run of the pipeline has", () => {
    const variables = { variables: { REQUEST_BRANCH: "deploy/{environment}/{service}-{build}" } };
    expect(begin(good, {}, variables)).toBe("");
    expect(stage().variables.REQUEST_BRANCH).toBe("deploy/prod/web-12.990");
  });

  it("fails in a run for a branch that does not reach the stage", () => {
    expect(begin(good, { GITHUB_REF: "refs/heads/feature" })).toContain("branch feature does not reach it");
  });

  it("fails while the environment is frozen, also with a reason", () => {
    const begins = { minutes: [], hours: [], months: [], days: [], weekdays: [] };
    const freeze = [{ window: "every minute", timeZone: "UTC", begins, minutes: 60 }];
    expect(begin(good, rollback, { freeze })).toContain("it is frozen (every minute)");
  });
});

describe("the workflows that deploy an earlier release", () => {
  const read = (path: string) => readFileSync(join(output, path), "utf8");

  it("exist for each deploy stage, and call the workflow of the stage", () => {
    const { on, jobs } = parse(read("applications/web/.github/workflows/web.prod.yml"));
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect(Object.keys(on.workflow_dispatch.inputs)).toEqual(["UPSTREAM_BUILD", "ROLLBACK_REASON"]);
    // The stage reads from GitHub what the user entered: the application could pass other values.
    expect(jobs.prod).not.toHaveProperty("with");
    expect(parse(read(".github/workflows/release.web.prod.yml")).on).toEqual({ workflow_call: null });
    expect(jobs.prod.uses).toBe("nimbus/pipelines/.github/workflows/release.web.prod.yml@main");
  });

  it("name the run by the release, and show the release before the job of the reviewers starts", () => {
    const release = parse(read("applications/web/.github/workflows/web.prod.yml"));
    expect(release["run-name"]).toBe(
      "web: release ${{ inputs.UPSTREAM_BUILD }} to prod${{ inputs.ROLLBACK_REASON && ' (rollback)' }}",
    );
    const { show, work } = parse(read(".github/workflows/release.web.prod.yml")).jobs;
    expect(show).toMatchObject({ if: "github.event.inputs.UPSTREAM_BUILD != ''", permissions: { actions: "read" } });
    expect(show).not.toHaveProperty("environment");
    expect(show).not.toHaveProperty("needs");
    expect(show.steps).toEqual([work.steps[0]]);
  });

  it("pass what a user enters in variables only, and in no command", () => {
    const files = ["applications/web/.github/workflows/web.prod.yml", ".github/workflows/release.web.prod.yml"];
    const actions = ["begin", "release", "run"].map((name) => `.github/actions/${name}/action.yml`);
    for (const path of [...files, ...actions]) {
      const { jobs = {}, runs } = parse(read(path));
      const all = [...Object.values(jobs as Record<string, { steps?: { run?: string }[] }>), runs ?? {}];
      for (const { steps = [] } of all) for (const { run = "" } of steps) expect(run).not.toMatch(/\$\{\{/);
    }
  });

  it("let the job of the stage verify the record and wait for the reviewers", () => {
    const { work, seal } = parse(read(".github/workflows/release.web.prod.yml")).jobs;
    expect(work.environment).toBe("prod");
    const names = work.steps.map(({ name }: { name: string }) => name);
    const order = ["Find the run", "Download the record", "Verify who made", "Prepare", "Commit the digest"];
    expect(order.map((text) => names.findIndex((name: string) => name.startsWith(text)))).toEqual([0, 2, 3, 4, 5]);
    expect(work.steps[3].run).toContain('--source-digest "$COMMIT"');
    // The record of an earlier release is not attested again.
    expect(seal.if).toBe("github.event.inputs.UPSTREAM_BUILD == ''");
  });
});
