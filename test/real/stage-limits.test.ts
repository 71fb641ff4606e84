import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const jobs = { build: "/shop/shop-build", check: "/shop/shop-check" };

/** The limits are seconds here, so that the test does not take minutes. */
async function inSeconds(pipelines: string): Promise<void> {
  const file = join(pipelines, "out/library/src/com/acme/ci/Limit.groovy");
  const text = await readFile(file, "utf8");
  if (!text.includes("'MINUTES'")) throw new Error("Limit.groovy sets no limit in minutes");
  await writeFile(file, text.replace("'MINUTES'", "'SECONDS'"));
}

describeWith(["git", "java", "mvn"], "the time limits of a stage", () => {
  let jenkins: SmallJenkins;
  beforeAll(async () => {
    jenkins = await startSmallJenkins();
  });
  afterAll(() => jenkins?.stop());

  async function open(limits: object, command = "true") {
    await jenkins.application.commit({ "build.sh": "true\n" }, "Begin");
    const stages = [
      { id: "build", kind: "source", owner: "shop", tool: "command", command: "sh build.sh" },
      { id: "check", kind: "custom", owner: "shop", command, ...limits },
    ];
    const service = { topology: "per-stage", stages, branches: [{ branch: "main", through: "build" }] };
    const agents = [{ name: "linux", labels: ["linux", "delivery"], executors: 1 }];
    const { controller } = await jenkins.open({ service }, { agents }, inSeconds);
    await controller.build({ job: jobs.build });
    const parameters = { UPSTREAM_BUILD: "1" };
    const check = async () => {
      const { number } = await controller.startBuild({ job: jobs.check, parameters, user: "ann" });
      return controller.wait({ job: jobs.check, number });
    };
    return { controller, check };
  }

  describe.each([
    [
      "starts when its agent works: a stage that waits for it is not aborted",
      { timeout: 8, waitTimeout: 300 },
      "SUCCESS",
    ],
    ["ends if no agent is free for a longer time", { timeout: 1, waitTimeout: 3 }, "ABORTED"],
  ])("of waiting", (title, limits, result) => {
    it(title, async () => {
      const { controller, check } = await open(limits);
      const started = join(await jenkins.folder(), "started");
      await jenkins.application.commit({ "build.sh": `touch '${started}' && sleep 20\n` }, "Work for a long time");
      await controller.startBuild({ job: jobs.build });
      await expect.poll(() => existsSync(started), { timeout: 60_000 }).toBe(true);
      const build = await check();
      expect(build.result, build.log).toBe(result);
      await controller.idle();
    });
  });

  it("abort work that takes longer than its timeout", async () => {
    const { check } = await open({ timeout: 4, waitTimeout: 300 }, "sleep 120");
    const build = await check();
    expect(build.result, build.log).toBe("ABORTED");
    expect(build.seconds).toBeLessThan(60);
  });
});
