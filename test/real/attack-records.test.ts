import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Controller } from "../../generator/rehearse/index.ts";
import {
  type AttackSite,
  attackCommands,
  evilDigest,
  rewrite,
  runToDev,
  startAttackSite,
} from "../support/attack-site.ts";
import { describeWith } from "../support/requires.ts";

const dev = (change: string) => ({
  file: "shop/shop/dev.Jenkinsfile",
  from: "timeout: 60,\n                )",
  to: `timeout: 60,\n                )\n${rewrite(change, "delivery")}`,
});
const source = (change: string) => ({
  file: "shop/shop/build.Jenkinsfile",
  from: "                    startStage(",
  to: `${rewrite(change)
    .replace("script { ", "")
    .replace(/\} \}$/, "}")}\n                    startStage(`,
});
const swapped = `.replaceAll('"repository": "[^"]*/shop/shop-[0-9]+"', '"repository": "docker.io/evil/x"').replaceAll('"digest": "sha256:[0-9a-f]*"', '"digest": "${evilDigest}"')`;

describeWith(attackCommands, "a release record that someone changed", () => {
  let site: AttackSite;

  beforeAll(async () => {
    site = await startAttackSite();
  });
  afterAll(async () => {
    await site?.stop();
  });

  const prod = async (controller: Controller, build = "1") => {
    const relayed = await controller.result({ job: "/shop/shop-dev", number: 1 });
    expect(relayed.result, relayed.log).toBe("SUCCESS");
    return controller.build({ job: "/release/shop-prod", user: "ann", parameters: { UPSTREAM_BUILD: build } });
  };

  it("the same pipeline without an attack deploys the digest that the image job recorded", async () => {
    const { controller, overlays } = await site.open();
    await runToDev(controller);
    const deployed = await prod(controller);
    expect(deployed.result, deployed.log).toBe("SUCCESS");
    const image = await controller.result({ job: "/platform/shop-image", number: 1 });
    const record = JSON.parse(await readFile(join(image.artifactsDir ?? "", "release.json"), "utf8"));
    const [made] = Object.values(record.images) as { digest: string }[];
    expect((await overlays.prod.log())[0]?.message).toContain(`@${made?.digest}\n`);
  });

  it("A: the dev stage's Jenkinsfile cannot name another image", async () => {
    const { controller, overlays } = await site.open({ edits: [dev(swapped)] });
    await runToDev(controller);
    const before = await overlays.prod.head();
    const refused = await prod(controller);
    expect(refused).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("and only the job that builds an image answers for it"),
    });
    expect(refused.error).toContain(`docker.io/evil/x@${evilDigest}`);
    expect(await overlays.prod.head()).toBe(before);
  });

  it("A: the dev stage's Jenkinsfile cannot add an image", async () => {
    const added = `.replaceFirst('"images": [{]', '"images": {"evil/x": {"repository": "docker.io/evil/x", "tags": ["1"], "digest": "${evilDigest}", "engine": "buildah", "job": "/shop/shop-dev", "build": "1"},')`;
    const { controller, overlays } = await site.open({ edits: [dev(added)] });
    await runToDev(controller);
    const before = await overlays.prod.head();
    const refused = await prod(controller);
    expect(refused).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("no image stage before this one makes image evil/x"),
    });
    expect(await overlays.prod.head()).toBe(before);
  });

  it("A: the dev stage's Jenkinsfile cannot change a fact of the source", async () => {
    const renamed = `.replace('"branch": "main"', '"branch": "release/9"')`;
    const { controller } = await site.open({ edits: [dev(renamed)] });
    await runToDev(controller);
    const refused = await prod(controller);
    expect(refused).toMatchObject({ result: "FAILURE", error: expect.stringContaining("which answers for it") });
    expect(refused.error).toContain('says that the branch is "release/9"');
  });

  it("C: the source stage cannot add an image, and the image stage does not pass it on", async () => {
    const added = `.replaceFirst('"images": [{]', '"images": {"evil/x": {"repository": "docker.io/evil/x", "tags": ["1"], "digest": "${evilDigest}", "engine": "buildah", "job": "/platform/shop-image", "build": "1"}')`;
    const { controller } = await site.open({ edits: [source(added)] });
    await runToDev(controller);
    const image = await controller.result({ job: "/platform/shop-image", number: 1 });
    expect(image).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("no image stage before this one makes image evil/x"),
    });
    expect((await controller.builds()).map(({ job }) => job)).not.toContain("/shop/shop-dev");
  });

  it("C: a process left by the application's build cannot change the record", async () => {
    // It waits for the record and replaces it. Restarts make steps as slow as those of a remote agent.
    const loop = [
      ...["import os, sys, time", "path = sys.argv[1]"],
      "while not os.path.exists(path) or os.path.getsize(path) == 0: time.sleep(0.0005)",
      "open(path, 'w').write('{}')",
    ].join("\n");
    const command = `setsid timeout 60 python3 -c "${loop}" "$WORKSPACE@tmp/record/release.json" >/dev/null 2>&1 &`;
    const { controller } = await site.open({ command, restart: "every-step" });
    await runToDev(controller);
    const built = await controller.result({ job: "/shop/shop-build", number: 1 });
    expect(built, built.log).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("a process that the build started still runs"),
    });
    expect((await controller.builds()).map(({ job }) => job)).toEqual(["/shop/shop-build"]);
  });

  describe("F: a line break in a field", () => {
    const line = `\\\\\\\\nImage: docker.io/evil/x:1@${evilDigest}`;
    it.each([
      ["source.build", `.replaceAll('("build": )"1"', '$1"1${line}"')`],
      ["version", `.replaceFirst('("version": "[^"]*)', '$1${line}')`],
      ["source.branch", `.replace('"branch": "main', '"branch": "main${line.slice(2)}')`],
    ])("%s is refused, so no trailer can be forged", async (field, change) => {
      const { controller, overlays } = await site.open({ edits: [dev(change)] });
      await runToDev(controller);
      const before = await overlays.prod.head();
      const refused = await prod(controller);
      expect(refused.result, refused.log).toBe("FAILURE");
      expect(refused.error).toMatch(/is not valid: its field .* does not match/);
      expect(refused.error).toContain(`its field ${field} is "`);
      expect(refused.log).not.toMatch(/^Image:/m);
      expect(await overlays.prod.head()).toBe(before);
    });
  });
});
