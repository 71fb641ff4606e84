import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { fits, succeeded } from "../support/renamed-jobs.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const stages = [
  { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built" },
  { id: "check", kind: "custom", owner: "release", command: "echo checked" },
];
const before = { teams: { shop: { folder: "webshop" }, release: {} }, service: "store" };
const after = {
  teams: { shop: { previousFolders: ["webshop"] }, release: {} },
  service: "shop",
  previousNames: ["cart", "store"],
};

interface Names {
  readonly teams: object;
  readonly service: string;
  readonly previousNames?: readonly string[];
}

describeWith(["git", "java", "mvn"], "a service and a team's folder, renamed", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function open({ teams, ...service }: Names, topology = "per-stage"): Promise<Controller> {
    const { controller } = await jenkins.open({ platform: { teams }, service: { ...service, topology, stages } });
    return controller;
  }

  it.each([
    ["per-stage", { "/webshop/store-build": "/shop/shop-build", "/release/store-check": "/release/shop-check" }],
    ["combined", { "/webshop/store": "/shop/shop" }],
  ])("%s: Job DSL finds each job by its former name, and no other job", async (topology, moves) => {
    const was = (await (await open(before, topology)).jobs()).map(({ path }) => path);
    const is = await (await open(after, topology)).jobs();
    const found = was.map((path) => [path, is.filter(({ calls }) => fits(calls, path)).map((job) => job.path)]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(moves).map(([a, b]) => [a, [b]])));
    // A second run of the seed job moves nothing.
    expect(is.filter(({ calls }) => is.some(({ path }) => fits(calls, path)))).toEqual([]);
  });

  describe("a release from before the rename", () => {
    it.each([
      ["is taken", after, "SUCCESS"],
      [
        "is rejected if the spec does not list former names",
        { teams: { shop: {}, release: {} }, service: "shop" },
        "FAILURE",
      ],
    ])("%s", async (_, names, result) => {
      const old = await succeeded(await open(before), "/webshop/store-build");
      const controller = await open(names);
      const today = await succeeded(controller, "/shop/shop-build");
      // The state after a rename: build 1 of the job, with a record under the former name.
      await writeFile(recordPath(today), await readFile(recordPath(old)));
      const checked = await controller.build({ job: "/release/shop-check", parameters: { UPSTREAM_BUILD: "1" } });
      expect(checked.result, checked.log).toBe(result);
      if (result === "FAILURE") expect(checked.error).toContain("it belongs to service store, not to shop");
      else expect(JSON.parse(await readFile(recordPath(checked), "utf8")).producer.job).toBe("/release/shop-check");
    });

    it("is rejected if another former job made it", async () => {
      const controller = await open(after);
      const today = await succeeded(controller, "/shop/shop-build");
      const record = JSON.parse(await readFile(recordPath(today), "utf8"));
      const forged = { ...record, service: "store", producer: { ...record.producer, job: "/webshop/store-check" } };
      await writeFile(recordPath(today), JSON.stringify(forged));
      const checked = await controller.build({ job: "/release/shop-check", parameters: { UPSTREAM_BUILD: "1" } });
      expect(checked).toMatchObject({
        result: "FAILURE",
        error: expect.stringMatching(/is not valid: stage .+ made it/),
      });
    });
  });
});

function recordPath({ artifactsDir }: BuildResult): string {
  return join(artifactsDir ?? "", "release.json");
}
