import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AttackSite, attackCommands, rewrite, runToDev, startAttackSite } from "../support/attack-site.ts";
import { StatusHost } from "../support/lab/status-host.ts";
import { describeWith } from "../support/requires.ts";

/** The attacker's change of the record, after the source stage and before the next one starts. */
const forge = (change: string) =>
  rewrite(change)
    .replace("script { ", "")
    .replace(/\} \}$/, "}");
const source = (change: string) => ({
  file: "shop/shop/build.Jenkinsfile",
  from: "                    startStage(",
  to: `${forge(change)}\n                    startStage(`,
});

describeWith(attackCommands, "a source record that claims another source", () => {
  let site: AttackSite;

  beforeAll(async () => {
    site = await startAttackSite();
    await site.application.commit({ evil: "1" }, "Not reviewed", { branch: "feature/evil" });
  });
  afterAll(async () => {
    await site?.stop();
  });

  it("D: the job of an unreviewed branch cannot claim to build main", async () => {
    const { controller, pipelines, image } = await site.open({ service: { job: "multibranch" } });
    const generated = await readFile(join(pipelines, "jenkinsfiles/shop/shop/build.Jenkinsfile"), "utf8");
    const start = `build(job: '/platform/shop-image', wait: false, parameters: [string(name: 'UPSTREAM_BUILD', value: env.BUILD_NUMBER), string(name: 'UPSTREAM_BRANCH', value: env.JOB_BASE_NAME)])`;
    const evil = `${generated}\n${forge(`.replace('"branch": "feature/evil"', '"branch": "main"')`)}\n${start}\n`;
    await site.application.commit({ Jenkinsfile: generated }, "The pipeline");
    await site.application.commit({ Jenkinsfile: evil }, "Not reviewed either", { branch: "feature/evil" });
    const built = await controller.build({ job: "/shop/shop-build", branch: "feature/evil" });
    expect(built.result, built.log).toBe("SUCCESS");
    await controller.idle();
    const refused = await controller.result({ job: "/platform/shop-image", number: 1 });
    expect(refused).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("it is for branch main, but this job builds only feature/evil"),
    });
    expect((await site.lab.registry.contents()).join("\n")).not.toContain(image);
  });

  it.each([
    ["branch main", `.replace('"branch": "feature/evil"', '"branch": "main"')`, "must be on branch main of"],
    ["a branch that does not exist", `.replace('"feature/evil"', '"release/9"')`, "must be on branch release/9 of"],
    [
      "a tag of another commit",
      `.replace('"branch": "feature/evil"', '"branch": ""').replace('"tag": ""', '"tag": "v1"')`,
      "A release record may only name a tag that points at its commit",
    ],
    ["a tag that does not exist", `.replace('"tag": ""', '"tag": "v2"')`, "must be on tag v2 of"],
  ])("D: a plain job cannot claim %s: git decides", async (_name, change, sentence) => {
    await site.application.tag("v1").catch(() => {});
    const { controller, image } = await site.open({ edits: [source(change)] });
    const built = await controller.build({ job: "/shop/shop-build", parameters: { REVISION: "feature/evil" } });
    expect(built.result, built.log).toBe("SUCCESS");
    const refused = await controller.build({ job: "/platform/shop-image", parameters: { UPSTREAM_BUILD: "1" } });
    expect(refused.result, refused.log).toBe("FAILURE");
    expect(refused.log).toContain(sentence);
    expect((await site.lab.registry.contents()).join("\n")).not.toContain(image);
  });

  it("G: commit statuses only go to the repository in the Jenkinsfile", async () => {
    const token = "to'ken";
    const host = await StatusHost.start("gitea", token);
    try {
      const { controller } = await site.open({
        site: { statuses: { host: "gitea", api: host.url, credentials: "status-token" } },
        credentials: [{ id: "status-token", kind: "string", secret: token }],
        edits: [source(`.replaceAll('"repository": "[^"]*"', '"repository": "https://git.example/evil/evil.git"')`)],
      });
      await runToDev(controller);
      const image = await controller.result({ job: "/platform/shop-image", number: 1 });
      expect(image.result, image.log).toBe("SUCCESS");
      expect(image.log).toContain(
        `The release record names the repository https://git.example/evil/evil.git. This stage only uses ${site.application.url}`,
      );
      expect(host.refused).toEqual([]);
      expect(host.statuses.map(({ context, state }) => `${context} ${state}`)).toContain("shop/image success");
      expect(JSON.stringify(host.statuses)).not.toContain("evil");
    } finally {
      await host.stop();
    }
  });
});
