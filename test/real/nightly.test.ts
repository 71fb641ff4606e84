import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const topologies = ["per-stage", "per-team", "combined"] as const;
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "${id} works"` },
  ...keys,
});
const stages = [
  { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" },
  custom("check"),
  custom("nightly", { when: { cron: "H 2 * * *" } }),
  custom("last"),
];

describeWith(["git", "java", "mvn"], "stages of nightly builds", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  /** Runs a build and those that it starts. Without a user, the timer starts it. Returns the stages that worked. */
  async function run(controller: Controller, what: object): Promise<readonly string[]> {
    const seen = (await controller.builds()).length;
    await controller.startBuild({ job: "/shop/shop-build", ...what });
    await controller.idle();
    const builds: BuildResult[] = await Promise.all(
      (await controller.builds()).slice(seen).map((it) => controller.result(it)),
    );
    for (const { violations, result, log } of builds) {
      expect(violations, log).toEqual([]);
      expect(result, log).toBe("SUCCESS");
    }
    return (
      builds
        .map(({ log }) => log)
        .join("\n")
        .match(/^\w+ works$/gm) ?? []
    );
  }

  describe.each(topologies)("%s", (topology) => {
    it("run in a build that the timer started, and pass other releases on", async () => {
      const restart = topology === "combined" ? "every-step" : "never";
      const { controller } = await jenkins.open({ service: { topology, stages } }, { restart });
      const job = topology === "combined" ? "/shop/shop" : "/shop/shop-build";
      expect(await run(controller, { job })).toEqual(["check works", "nightly works", "last works"]);
      expect(await run(controller, { job, user: "ann" })).toEqual(["check works", "last works"]);
    });
  });

  it("have a schedule in the job that begins the release, and in no other job", async () => {
    const { controller } = await jenkins.open({ service: { stages } });
    const schedules = (await controller.jobs()).map(({ path, calls }) => [
      path,
      JSON.stringify(calls).includes('"H 2 * * *"'),
    ]);
    expect(Object.fromEntries(schedules)).toEqual({
      "/shop/shop-build": true,
      "/shop/shop-check": false,
      "/shop/shop-nightly": false,
      "/shop/shop-last": false,
    });
  });

  it.each(["per-stage", "combined"] as const)(
    "%s: only the main branch of a multibranch job has it",
    async (topology) => {
      const keys = {
        job: "multibranch",
        branches: [
          { branch: "main", through: "last" },
          { branch: "x", through: "last" },
        ],
      };
      const { controller, home } = await jenkins.open({ service: { ...keys, topology, stages } });
      const name = topology === "combined" ? "shop/" : "shop/build.";
      const file = join(home, `pipelines/out/jenkinsfiles/shop/${name}Jenkinsfile`);
      const Jenkinsfile = await readFile(file, "utf8");
      await jenkins.application.commit({ Jenkinsfile }, "A pipeline");
      await jenkins.application.commit({ Jenkinsfile }, "A pipeline", { branch: "x" });
      const path = topology === "combined" ? "/shop/shop" : "/shop/shop-build";
      const schedule = async (branch: string) => {
        const build = await controller.build({ job: path, branch });
        expect(build.violations).toEqual([]);
        return JSON.stringify(build.trace.filter(({ step }) => step === "properties")).includes("H 2 * * *");
      };
      expect(await schedule("main")).toBe(true);
      expect(await schedule("x")).toBe(false);
    },
  );
});
