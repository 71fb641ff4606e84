import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AttackSite,
  attackCommands,
  evilDigest,
  rewrite,
  runToDev,
  startAttackSite,
} from "../support/attack-site.ts";
import { describeWith } from "../support/requires.ts";
import { whitelists } from "../support/runs/modes.ts";

const approval = { by: ["managers"] };
const swap = `.replaceAll('"digest": "sha256:[0-9a-f]*"', '"digest": "${evilDigest}"')`;
const afterDev = "timeout: 60,\n                )";

describeWith(attackCommands, "an approval of one release for another", () => {
  let site: AttackSite;

  beforeAll(async () => {
    site = await startAttackSite();
  });
  afterAll(async () => {
    await site?.stop();
  });

  it("covers the digests that the approver saw, in the sandbox and with a restart at every step", async () => {
    const strict = { trusted: false, sandbox: true, restart: "every-step", ...whitelists } as const;
    const { controller, overlays, image } = await site.open({ approval, ...strict });
    await runToDev(controller);
    const deployed = await controller.build({
      job: "/release/shop-prod",
      user: "ann",
      parameters: { UPSTREAM_BUILD: "1" },
    });
    expect(deployed.violations).toEqual([]);
    expect(deployed.result, deployed.log).toBe("SUCCESS");
    const digest = await site.lab.registry.digest(image, "main");
    const asked = deployed.trace.find(({ step }) => step === "input");
    expect(String(asked?.arguments.message)).toContain(`@${digest}`);
    expect((await overlays.prod.log())[0]?.message).toContain(`@${digest}\n`);
    expect((await overlays.prod.log())[0]?.message).toContain("Approved-By: rita: fine");
    // Nothing is copied after the approval.
    const steps = deployed.trace.map(({ step }) => step);
    expect(steps.slice(steps.indexOf("input")).filter((step) => step === "copyArtifacts")).toEqual([]);
  });

  it("B: is not requested while a build of another job can still change its archive", async () => {
    const flag = join(await site.folder(), "go");
    const wait = `script { node('delivery') { sh 'while [ ! -e ${flag} ]; do sleep 0.1; done' } }`;
    const edit = {
      file: "shop/shop/dev.Jenkinsfile",
      from: afterDev,
      to: `${afterDev}\n${wait}\n${rewrite(swap, "delivery")}`,
    };
    const { controller, overlays } = await site.open({ approval, edits: [edit] });
    const before = await overlays.prod.head();
    await controller.startBuild({ job: "/shop/shop-build", user: "tim" });
    await expect.poll(async () => (await overlays.dev.log()).length, { timeout: 120_000 }).toBe(2);
    const prod = await controller.startBuild({
      job: "/release/shop-prod",
      user: "ann",
      parameters: { UPSTREAM_BUILD: "1" },
    });
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await writeFile(flag, "");
    const refused = await controller.wait(prod);
    expect(refused.log).toMatch(
      /the archive of a running build can still change[\s\S]*Build shop\/shop-dev#1 completed: SUCCESS/,
    );
    expect(refused).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("only the job that builds an image answers for it"),
    });
    expect(refused.trace.map(({ step }) => step)).not.toContain("input");
    expect(await overlays.prod.head()).toBe(before);
  });

  it("B: an archive that changes after the approval has no effect, even if the other run waits for this one", async () => {
    // When prod has read the record for its approval, the dev run takes the only executor and archives another record.
    const read = "$WORKSPACE/../../../../deployer/workspace/release/shop-prod@tmp/record/release.json";
    const forge = [
      `node('other') { sh 'until [ -e "${read}" ]; do sleep 0.01; done' }`,
      rewrite(swap, "delivery")
        .replace("script { ", "")
        .replace(/\} \}$/, "}"),
    ].join("\n");
    const edits = [
      { from: "startStage(\n", to: `script { parallel(forge: { ${forge} }, start: { startStage(\n` },
      { from: "wait: true,\n                        )", to: "wait: true,\n                        ) }) }" },
    ].map((it) => ({ file: "shop/shop/dev.Jenkinsfile", ...it }));
    const { controller, overlays, image } = await site.open({
      approval,
      prod: { wait: true },
      service: { branches: [{ branch: "main", through: "prod" }] },
      edits,
      agents: [
        { name: "source", labels: ["linux"] },
        { name: "deployer", labels: ["delivery"], executors: 1 },
        { name: "engine", labels: ["images"] },
        { name: "spy", labels: ["other"] },
      ],
    });
    await runToDev(controller);
    const [dev, prod] = await Promise.all(
      ["/shop/shop-dev", "/release/shop-prod"].map((job) => controller.result({ job, number: 1 })),
    );
    expect(prod?.result, prod?.log).toBe("SUCCESS");
    expect(await readFile(join(dev?.artifactsDir ?? "", "release.json"), "utf8")).toContain(evilDigest);
    const message = (await overlays.prod.log())[0]?.message;
    expect(message).toContain(`@${await site.lab.registry.digest(image, "main")}\n`);
    expect(message).toContain("Approved-By: rita: fine");
  });

  it("E: a record without the commit's author cannot be approved by another person", async () => {
    const edit = {
      file: "shop/shop/build.Jenkinsfile",
      from: "                    startStage(",
      to: `${rewrite(`.replaceAll('(?s)"author": [{].*?[}],', '')`)
        .replace("script { ", "")
        .replace(/\} \}$/, "}")}\n                    startStage(`,
    };
    const { controller, overlays } = await site.open({ approval: { ...approval, notAuthor: true }, edits: [edit] });
    await runToDev(controller);
    const before = await overlays.prod.head();
    const refused = await controller.build({
      job: "/release/shop-prod",
      user: "ann",
      parameters: { UPSTREAM_BUILD: "1" },
    });
    expect(refused, refused.log).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("the release record does not name the author of commit"),
    });
    expect(refused.trace.map(({ step }) => step)).not.toContain("input");
    expect(await overlays.prod.head()).toBe(before);
  });
});
