import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { fits, succeeded } from "../support/renamed-jobs.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const teams = { shop: {}, release: {}, quality: {} };
const locks = { replace: ["credentials", "stages.previousOwners"] };
const source = { kind: "source", owner: "shop", tool: "command", command: "echo built" };
const custom = { kind: "custom", owner: "release", command: "echo checked" };
const side = { ...custom, parallel: "checks" };
const before = [
  { ...source, id: "make" },
  { ...side, id: "unit" },
  { ...side, id: "tidy" },
  { ...custom, id: "last" },
];
const after = [
  { ...source, id: "build", previousIds: ["make"] },
  { ...side, id: "unit", owner: "quality", previousOwners: ["release"] },
  { ...side, id: "lint", previousIds: ["style", "tidy"] },
  { ...custom, id: "last" },
];

describeWith(["git", "java", "mvn"], "stages with other ids and owners", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function open(stages: readonly object[], topology: string): Promise<Controller> {
    const { controller } = await jenkins.open({ platform: { teams, locks }, service: { topology, stages } });
    return controller;
  }

  it.each([
    [
      "per-stage",
      {
        "/shop/shop-make": ["/shop/shop-build"],
        "/release/shop-unit": ["/quality/shop-unit"],
        "/release/shop-tidy": ["/release/shop-lint"],
        "/release/shop-last": [],
      },
    ],
    // One team owned both checks in one job, which is named after the first check.
    ["per-team", { "/shop/shop-make": ["/shop/shop-build"], "/release/shop-unit": ["/quality/shop-unit"] }],
    ["combined", { "/shop/shop": [] }],
  ])("%s: Job DSL finds each job at its former path, and no other job", async (topology, moves) => {
    const was = (await (await open(before, topology)).jobs()).map(({ path }) => path);
    const is = await (await open(after, topology)).jobs();
    const found = was.map((path) => [path, is.filter(({ calls }) => fits(calls, path)).map((job) => job.path)]);
    expect(Object.fromEntries(found)).toEqual(moves);
    // A second run of the seed job moves nothing.
    expect(is.filter(({ calls }) => is.some(({ path }) => fits(calls, path)))).toEqual([]);
  });

  it.each([
    ["are taken", after, "SUCCESS"],
    ["are rejected if the spec does not list former IDs", after.map(({ previousIds, ...it }: Stage) => it), "FAILURE"],
  ])("combined releases of former jobs %s", async (_, stages, result) => {
    const old = await open(before, "per-stage");
    await succeeded(old, "/shop/shop-make");
    const controller = await open(stages, "per-stage");
    await succeeded(controller, "/shop/shop-build");
    for (const [was, is] of [
      ["/release/shop-unit", "/quality/shop-unit"],
      ["/release/shop-tidy", "/release/shop-lint"],
    ]) {
      await keepAs(
        await old.result({ job: was ?? "", number: 1 }),
        await controller.result({ job: is ?? "", number: 1 }),
      );
    }
    const parameters = { UPSTREAM_BUILD_UNIT: "1", UPSTREAM_BUILD_LINT: "1" };
    const last = await controller.build({ job: "/release/shop-last", parameters });
    expect(last.result, last.log).toBe(result);
    if (result === "FAILURE")
      expect(last.error).toMatch(/release record of \/release\/shop-lint is not valid: stage .+ made it/);
  });

  it.each([
    ["is taken from an earlier build of its job", after, "SUCCESS"],
    ["is not found without its stage's previous id", after.map(({ previousIds, ...it }: Stage) => it), "FAILURE"],
  ])("a stage's release %s", async (_, stages, result) => {
    const old = await succeeded(await open(before, "combined"), "/shop/shop");
    const controller = await open(stages, "combined");
    const today = await succeeded(controller, "/shop/shop");
    await rm(join(today.artifactsDir ?? "", "release-build.json"));
    await keepAs(old, today, "release-make.json");
    const parameters = { STAGE: "unit", EARLIER_BUILD: "1" };
    const unit = await controller.build({ job: "/shop/shop", parameters });
    expect(unit.result, unit.log).toBe(result);
  });

  it("a release of a stage that never had that ID is rejected, with any file name", async () => {
    const controller = await open(after, "combined");
    const today = await succeeded(controller, "/shop/shop");
    const path = join(today.artifactsDir ?? "", "release-build.json");
    const record = JSON.parse(await readFile(path, "utf8"));
    await rm(path);
    const forged = { ...record, producer: { ...record.producer, stage: "tidy" } };
    await writeFile(join(today.artifactsDir ?? "", "release-make.json"), JSON.stringify(forged));
    const unit = await controller.build({ job: "/shop/shop", parameters: { STAGE: "unit", EARLIER_BUILD: "1" } });
    expect(unit).toMatchObject({ result: "FAILURE", error: expect.stringContaining("stage tidy") });
  });
});

type Stage = (typeof after)[number] & { readonly previousIds?: readonly string[] };

/** The state after a rename: build 1 of the job at its new path, with its former record. */
async function keepAs(old: BuildResult, today: BuildResult, file = "release.json"): Promise<void> {
  await writeFile(join(today.artifactsDir ?? "", file), await readFile(join(old.artifactsDir ?? "", file)));
}
