import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildId, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const build = { id: "build", kind: "source", owner: "shop", tool: "command", command: "echo begins; sh ./work.sh" };
const branches = [
  { branch: "main", through: "build" },
  { pullRequest: true, through: "build" },
];

describeWith(["git", "java", "mvn"], "a new commit, while the build of the one before runs", () => {
  let jenkins: SmallJenkins;
  beforeAll(async () => {
    jenkins = await startSmallJenkins();
  });
  afterAll(() => jenkins?.stop());

  it("tells the owner when a job that the build started fails", async () => {
    const check = { id: "check", kind: "custom", owner: "qa", command: "false", wait: true };
    const contact = { mail: "shop@acme.internal", on: ["failure", "aborted"] };
    const { controller, home } = await jenkins.open({
      platform: { teams: { shop: { contact }, qa: {} } },
      service: { job: "multibranch", version: "{branch}-{build}", stages: [build, check] },
    });
    const path = join(home, "pipelines/out/jenkinsfiles/shop/shop/build.Jenkinsfile");
    await jenkins.application.commit({ Jenkinsfile: await readFile(path, "utf8"), "work.sh": "true" }, "Failing check");
    const { mails, log } = await controller.build({ job: "/shop/shop-build", branch: "main" });
    await controller.idle();
    expect(
      mails.map(({ subject }) => subject),
      log,
    ).toEqual([expect.stringMatching(/ failed$/)]);
  });

  describe.each(["combined", "per-team"] as const)("%s", (topology) => {
    let controller: Controller;
    const job = topology === "combined" ? "/shop/shop" : "/shop/shop-build";

    beforeAll(async () => {
      const contact = { mail: "shop@acme.internal", on: ["failure", "aborted", "recovery"] };
      const opened = await jenkins.open({
        platform: { teams: { shop: { contact } } },
        service: { job: "multibranch", topology, version: "{branch}-{build}", branches, stages: [build] },
      });
      const file = topology === "combined" ? "shop/Jenkinsfile" : "shop/build.Jenkinsfile";
      const Jenkinsfile = await readFile(join(opened.home, "pipelines/out/jenkinsfiles/shop", file), "utf8");
      await jenkins.application.commit({ Jenkinsfile, "work.sh": "true" }, "Start");
      controller = opened.controller;
    });

    /** Starts a build, and waits until its command runs. */
    async function begin(what: object): Promise<BuildId> {
      const started = await controller.startBuild({ job, ...what });
      while (!(await controller.result(started)).log.includes("begins\n")) await pause(100);
      return started;
    }

    it("aborts it in a pull request, and tells no one", async () => {
      const request = { changeId: "7", branch: `${topology}-proposal` };
      await jenkins.application.commit({ "work.sh": "sleep 60" }, "Slow", { branch: request.branch });
      const first = await begin(request);
      await jenkins.application.commit({ "work.sh": "true" }, "Quick", { branch: request.branch });
      const second = await controller.build({ job, ...request });
      await controller.idle();
      const superseded = await controller.result(first);
      expect(second.result, second.log).toBe("SUCCESS");
      expect(superseded.result, superseded.log).toBe("NOT_BUILT");
      expect(superseded.log).toContain("Superseded by");
      expect([...superseded.mails, ...second.mails]).toEqual([]);
    });

    it("waits for it on a branch", async () => {
      await jenkins.application.commit({ "work.sh": "sleep 2" }, "Slow");
      const first = await begin({ branch: "main" });
      const second = await controller.build({ job, branch: "main" });
      expect((await controller.result(first)).result).toBe("SUCCESS");
      expect(second.result, second.log).toBe("SUCCESS");
    });

    it("tells the owner when a user aborts the build of a branch", async () => {
      await jenkins.application.commit({ "work.sh": "sleep 60" }, "Slow");
      const first = await begin({ branch: "main" });
      await controller.abort(first, "ann");
      await controller.idle();
      const aborted = await controller.result(first);
      expect(aborted.result, aborted.log).toBe("ABORTED");
      expect(
        aborted.mails.map(({ subject }) => subject),
        aborted.log,
      ).toEqual([expect.stringMatching(/ was aborted$/)]);
    });
  });
});
