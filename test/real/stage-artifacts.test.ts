import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

type Way = readonly [topology: "per-stage" | "per-team" | "combined", job: "plain" | "multibranch"];
const ways: readonly Way[] = [
  ["per-stage", "plain"],
  ["per-team", "plain"],
  ["combined", "plain"],
  ["per-stage", "multibranch"],
  ["combined", "multibranch"],
];

const source = {
  ...{ id: "build", kind: "source", owner: "shop", tool: "command", directory: "backend" },
  command: 'mkdir -p target && echo "compiled by $BUILD_TAG" >"target/a \\$1.jar" && echo "it compiles"',
  artifacts: ["target/*.jar"],
};
const reader = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", artifactsFrom: "build" },
  command: `ls file && cat 'backend/target/a $1.jar' && echo "${id} reads it"`,
  ...keys,
});
/** `check` is in the job of the source stage if the topology has such jobs, `far` is behind a stage of another team. */
const stages = [
  source,
  reader("check"),
  { id: "between", kind: "custom", owner: "release", command: "ls backend/target 2>/dev/null || echo no artifacts" },
  reader("far", { owner: "release", toolImage: undefined }),
];

describeWith(["git", "java", "mvn"], "a custom stage with artifacts", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x", "backend/source": "y" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function open([topology, job]: Way): Promise<Controller> {
    const keys = {
      platform: { teams: { shop: {}, release: {} } },
      service: { topology, job, stages },
    };
    const { controller, home } = await jenkins.open(keys, {
      restart: topology === "combined" ? "every-step" : "never",
    });
    if (job === "multibranch") {
      const path = topology === "combined" ? "Jenkinsfile" : "build.Jenkinsfile";
      const text = await readFile(join(home, "pipelines/out/jenkinsfiles/shop/shop", path), "utf8");
      await jenkins.application.commit({ Jenkinsfile: text }, "The pipeline");
    }
    return controller;
  }

  /** Starts the first job and returns all builds that it leads to, in order. */
  async function run(controller: Controller, [topology, job]: Way): Promise<readonly BuildResult[]> {
    const first = topology === "combined" ? "/shop/shop" : "/shop/shop-build";
    await controller.startBuild({ job: first, ...(job === "multibranch" ? { branch: "main" } : {}) });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
    for (const { violations, result, log } of builds) {
      expect(violations, log).toEqual([]);
      expect(result, log).toBe("SUCCESS");
    }
    return builds;
  }

  it.each(ways)("reads the files of the source build, with topology %s and %s jobs", async (...way) => {
    const log = (await run(await open(way), way)).map((build) => build.log).join("");
    expect(log.match(/^it compiles$/gm)).toHaveLength(1);
    const [compiled] = log.match(/^compiled by .*$/m) ?? [];
    for (const stage of ["check", "far"]) expect(log).toContain(`${compiled}\n${stage} reads it`);
    expect(log).toContain("no artifacts");
  });

  describe("of another job", () => {
    it("does not start its command if an archived file differs from the release record", async () => {
      const way: Way = ["per-stage", "plain"];
      const controller = await open(way);
      const [built] = await run(controller, way);
      await writeFile(join(built?.artifactsDir ?? "", "backend/target/a $1.jar"), "other code");
      const checked = await controller.build({ job: "/shop/shop-check", parameters: { UPSTREAM_BUILD: "1" } });
      expect(checked).toMatchObject({
        result: "FAILURE",
        error: "The checksums of the artifacts differ from the release record; see the log above.",
      });
      expect(checked.log).not.toContain("reads it");
    });
  });

  it("can run alone, with the artifacts of an earlier build of its job", async () => {
    const way: Way = ["combined", "plain"];
    const controller = await open(way);
    await run(controller, way);
    const alone = await controller.build({ job: "/shop/shop", parameters: { STAGE: "far", EARLIER_BUILD: "1" } });
    expect(alone.result, alone.log).toBe("SUCCESS");
    expect(alone.log).toContain("far reads it");
    expect(alone.log).not.toContain("it compiles");
  });
});
