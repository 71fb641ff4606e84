import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";
import { orderOf, type Shape, workOf } from "../support/topology-work.ts";

const topologies = ["per-stage", "per-team", "combined"] as const;
const source = { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo built", artifacts: ["x"] };
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "${id} of $VERSION"`, environment: { LEVEL: id } },
  ...keys,
});

const report = `echo '<testsuite name="quick"><testcase name="one"/></testsuite>' >report.xml`;

/** topologies.test.ts covers the third shape: two images and three environments with approvals. */
const shapes: readonly (readonly [name: string, shape: Shape, stages: readonly object[], jobs: readonly number[]])[] = [
  [
    "a line",
    [["build"], ["lint"], ["check"], ["report"]],
    [
      source,
      custom("lint"),
      custom("check", { owner: "other", command: report, tests: ["*.xml"] }),
      custom("report", { retries: 1 }),
    ],
    [4, 3, 1],
  ],
  [
    "parallel tests",
    [["build"], ["unit", "browser", "load"], ["report"]],
    [
      source,
      custom("unit", { parallel: "tests" }),
      custom("browser", { parallel: "tests", owner: "other", directory: "web" }),
      custom("load", { parallel: "tests", timeout: 5 }),
      custom("report", { owner: "other" }),
    ],
    [5, 5, 1],
  ],
];

describeWith(["git", "java", "mvn"], "one service in three topologies", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ x: "x", "web/y": "y" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  describe.each(shapes)("of the shape %s", (_, shape, stages, jobs) => {
    it("does the same work in the same order, with the same arguments and record", async () => {
      const runs = [];
      for (const topology of topologies) runs.push(await run(topology, shape, stages));
      expect(runs.map((it) => it.jobs)).toEqual(jobs);
      const [first, ...others] = runs;
      expect(first?.order).toEqual(orderOf(shape));
      for (const stage of shape.flat()) expect(first?.work[stage]?.length, stage).toBeGreaterThan(1);
      for (const other of others) {
        expect(other.work).toEqual(first?.work);
        expect(other.order).toEqual(first?.order);
        expect(other.record).toEqual(first?.record);
      }
    });
  });

  async function run(topology: (typeof topologies)[number], shape: Shape, stages: readonly object[]) {
    const { controller, home } = await jenkins.open({
      platform: { teams: { shop: {}, other: {} } },
      service: { topology, stages },
    });
    await controller.startBuild({ job: topology === "combined" ? "/shop/shop" : "/shop/shop-build", user: "tim" });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const build of builds) expect(build.result, build.log).toBe("SUCCESS");
    const alike = (value: unknown) =>
      JSON.parse(
        JSON.stringify(value)
          .replaceAll(home, "HOME")
          .replaceAll(/http:\/\/jenkins[^"\\ ]*/g, "URL")
          .replaceAll(/\/?(shop|other)\/shop(-[a-z]+)?(@\d+)?(?=[#@/"\\ ]|$)/g, "JOB"),
      );
    const path = join(builds.at(-1)?.artifactsDir ?? "", "release.json");
    const { producer, ...record } = alike(JSON.parse(await readFile(path, "utf8")));
    return { ...workOf(shape, builds, alike), record, jobs: new Set(builds.map(({ job }) => job)).size };
  }
});
