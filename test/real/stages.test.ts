import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller, ControllerConfig } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const platform = { teams: { shop: {}, release: { approvers: ["managers"] } } };
const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built" };
const custom = (id: string, keys: object = {}) => ({
  id,
  kind: "custom",
  owner: "shop",
  command: `echo "\${WHO:-unset}"`,
  ...keys,
});
const gate = (approval: object = {}) => custom("gate", { owner: "release", environment: { WHO: "let in" }, approval });

/** The answers of the managers, in order. */
const answers = (...people: string[]) =>
  people.map((submitter) => ({ submitter, groups: ["managers"], parameters: { REASON: "fine" }, once: true }));

interface Keys extends Partial<ControllerConfig> {
  readonly stages: readonly object[];
  readonly topology?: string;
  /** A manual change of a Jenkinsfile, as anyone with write permission could make it. */
  readonly edit?: { readonly file: string; readonly from: string; readonly to: string };
}

describeWith(["git", "java", "mvn"], "stages of one's own, groups and approvals", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function open({ stages, topology = "per-stage", edit, ...config }: Keys): Promise<Controller> {
    const { controller } = await jenkins.open(
      { platform, service: { topology, stages } },
      config,
      async (pipelines) => {
        if (edit === undefined) return;
        const file = join(pipelines, "out/jenkinsfiles", edit.file);
        const before = await readFile(file, "utf8");
        expect(before).toContain(edit.from);
        await writeFile(file, before.replace(edit.from, edit.to));
      },
    );
    return controller;
  }

  /** All builds that a job's build started, by job; only the last build of each job. */
  async function run(controller: Controller, job = "/shop/shop-build"): Promise<Record<string, BuildResult>> {
    await controller.startBuild({ job, user: "tim" });
    await controller.idle();
    const builds = await controller.builds();
    const results = await Promise.all(builds.map((build) => controller.result(build)));
    return Object.fromEntries(results.map((result) => [result.job, result]));
  }

  const outcomes = (builds: Record<string, BuildResult>) =>
    Object.fromEntries(Object.entries(builds).map(([job, { result }]) => [job.replace(/.*\/shop-/, ""), result]));

  const recordOf = async (build: BuildResult | undefined) =>
    JSON.parse(await readFile(join(build?.artifactsDir ?? "", "release.json"), "utf8"));

  describe("an approval", () => {
    const approved = { stages: [source, gate()], inputs: answers("rita") };

    it.each([
      ["of another run", "[run: '/release/shop-gate#99']"],
      ["of another stage", "[stage: 'build']"],
      ["of another version", "[version: '0.0']"],
      ["of another commit", `[commit: '${"0".repeat(40)}']`],
      ["by no one", "[by: []]"],
    ])("%s is rejected before the guarded work", async (_which, forged) => {
      const edit = {
        file: "release/shop/gate.Jenkinsfile",
        from: "approval: approvals.gate",
        to: `approval: approvals.gate + ${forged}`,
      };
      const gated = (await run(await open({ ...approved, edit })))["/release/shop-gate"];
      expect(gated).toMatchObject({
        result: "FAILURE",
        error: "Stage gate was not approved in this run. Start the job again to request an approval.",
      });
      expect(gated?.log).not.toContain("let in");
    });

    it.each([false, true])(
      "is valid after a restart at every step, with sandboxed Jenkinsfiles: %s",
      async (sandbox) => {
        const controller = await open({ ...approved, restart: "every-step", sandbox });
        const gated = (await run(controller))["/release/shop-gate"];
        expect(gated?.violations).toEqual([]);
        expect(gated?.result, gated?.log).toBe("SUCCESS");
        expect(gated?.restarts).toBeGreaterThan(5);
        expect((await recordOf(gated)).approvals).toEqual({ gate: [{ by: "rita", reason: "fine" }] });
      },
    );

    it("with count 2 needs two people", async () => {
      const stages = [source, gate({ count: 2 })];
      const twice = (await run(await open({ stages, inputs: answers("rita", "rita") })))["/release/shop-gate"];
      expect(twice).toMatchObject({ result: "FAILURE", error: expect.stringContaining("rita has already approved") });
      const both = (await run(await open({ stages, inputs: answers("rita", "rob") })))["/release/shop-gate"];
      expect(both?.result, both?.log).toBe("SUCCESS");
      expect((await recordOf(both)).approvals.gate.map(({ by }: { by: string }) => by)).toEqual(["rita", "rob"]);
    });

    it("with notAuthor rejects the user who started the build", async () => {
      const stages = [source, gate({ notAuthor: true })];
      const own = (await run(await open({ stages, inputs: answers("tim") })))["/release/shop-gate"];
      expect(own).toMatchObject({ result: "FAILURE", error: expect.stringContaining("another person must approve") });
      expect(own?.log).not.toContain("let in");
      const other = (await run(await open({ stages, inputs: answers("rita") })))["/release/shop-gate"];
      expect(other?.result, other?.log).toBe("SUCCESS");
    });
  });

  it.each([
    ["job", "/shop/shop-other"],
    ["build", "7"],
  ])("a record with another %s as producer is rejected", async (key, value) => {
    const controller = await open({ stages: [source, custom("check", { environment: { WHO: "checked" } })] });
    const built = (await run(controller))["/shop/shop-build"];
    const record = await recordOf(built);
    const forged = { ...record, producer: { ...record.producer, [key]: value } };
    await writeFile(join(built?.artifactsDir ?? "", "release.json"), JSON.stringify(forged));
    const request = { job: "/shop/shop-check", parameters: { UPSTREAM_BUILD: "1" } };
    const checked = await controller.build(request);
    expect(checked).toMatchObject({
      result: "FAILURE",
      error: expect.stringMatching(/is not valid: stage .+ made it/),
    });
    expect(checked.log).not.toContain("checked");
  });

  it.each([
    [true, "FAILURE"],
    [false, "SUCCESS"],
  ])("a failing stage with wait: %s turns the result of the previous one into %s", async (wait, result) => {
    const stages = [source, custom("check", { wait, command: "exit 3" })];
    expect(outcomes(await run(await open({ stages })))).toEqual({ build: result, check: "FAILURE" });
  });

  it.each([
    ["true", { build: "SUCCESS", one: "SUCCESS", two: "SUCCESS", after: "SUCCESS" }],
    ["false", { build: "FAILURE", one: "SUCCESS", two: "FAILURE" }],
  ])("stages after a group with a stage that runs %s", async (command, expected) => {
    const stages = [
      source,
      custom("one", { parallel: "checks" }),
      custom("two", { parallel: "checks", owner: "release", command }),
      custom("after"),
    ];
    expect(outcomes(await run(await open({ stages })))).toEqual(expected);
  });

  it("of a combined job can run alone, with the records of an earlier build", async () => {
    const stages = [
      source,
      custom("check", { environment: { WHO: "it is check" } }),
      custom("last", { environment: { WHO: "it is last" } }),
    ];
    const controller = await open({ stages, topology: "combined" });
    const first = (await run(controller, "/shop/shop"))["/shop/shop"];
    expect(first?.log).toMatch(/it is check[\s\S]*it is last/);
    const parameters = { STAGE: "last", EARLIER_BUILD: "1" };
    const alone = await controller.build({ job: "/shop/shop", parameters });
    expect(alone.result, alone.log).toBe("SUCCESS");
    expect(alone.log).toContain("it is last");
    expect(alone.log).not.toMatch(/it is check|echo built/);
    const record = await recordOf(alone);
    expect(record.source).toEqual((await recordOf(first)).source);
    expect(record.producer).toMatchObject({ stage: "last", build: "2" });
    const missing = await controller.build({ job: "/shop/shop", parameters: { STAGE: "last" } });
    expect(missing).toMatchObject({ result: "FAILURE", error: expect.stringContaining("must be a build number") });
  });

  it("calls a site's own step with its arguments, in the application's directory", async () => {
    const root = await jenkins.folder();
    const step = join(root, "vars/scanFiles.groovy");
    await mkdir(dirname(step), { recursive: true });
    await writeFile(
      step,
      `void call(Map given) {\n    sh 'ls file'\n    echo 'scanned ' + given.level + ' ' + env.VERSION\n}\n`,
    );
    const scan = { id: "scan", kind: "custom", owner: "shop", step: "scanFiles", arguments: { level: "it's $high" } };
    const controller = await open({
      stages: [source, scan],
      libraries: [{ name: "site", root, implicit: true, trusted: true }],
      restart: "every-step",
      sandbox: true,
    });
    const scanned = (await run(controller))["/shop/shop-scan"];
    expect(scanned?.violations).toEqual([]);
    expect(scanned?.result, scanned?.log).toBe("SUCCESS");
    expect(scanned?.log).toContain(`scanned it's $high ${(await recordOf(scanned)).version}`);
  });
});
