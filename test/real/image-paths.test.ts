import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { enginesUnderTest } from "../support/ledger/engines.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";

describeWith(ledgerCommands, "an image stage with paths", () => {
  let site: LedgerSite;
  let pipeline: Pipeline;
  beforeAll(async () => {
    site = await startLedgerSite();
    const engine = enginesUnderTest.find(({ name }) => name === "buildah");
    if (engine === undefined) throw new Error("buildah is not under test");
    pipeline = await site.pipeline(engine, "paths", {
      stage: { base: { image: site.pinned, argument: "BASE" }, paths: ["files/**", "Dockerfile"] },
    });
  });
  afterAll(async () => site?.stop());

  it("keeps the digest while none of its files change, and builds when one does", async () => {
    const first = await imageOf(await pipeline.release());
    await site.application.commit({ "docs/readme.txt": "for people\n" }, "Only documentation");
    const build = await pipeline.release();
    const second = await imageOf(build);
    expect(build.log).toContain("No file changed in files/**, Dockerfile since version 1.0.1.");
    expect(build.log).not.toContain("Build the image with");
    expect(second.image).toEqual({ ...first.image, build: "2", url: second.image.url });
    expect(second.version).toBe("1.0.2");
    await site.application.commit({ "files/books/current": "balance: 9\n" }, "A payment");
    const third = await imageOf(await pipeline.release());
    expect(third.image.digest).not.toBe(first.image.digest);
    expect(third.image.tags).toEqual(["1.0.3"]);
  });

  it("builds the image if a user starts the build", async () => {
    await site.application.commit({ "docs/readme.txt": "for more people\n" }, "Only documentation");
    await imageOf(await pipeline.release());
    const again = await pipeline.again("operator");
    expect((await imageOf(again)).image.tags).toEqual(["1.0.4"]);
    expect(again.log).not.toContain("No file changed");
  });

  async function imageOf(build: BuildResult) {
    expect(build.result, build.log).toBe("SUCCESS");
    expect(build.violations).toEqual([]);
    const record = await recordOf(build);
    const image = record.images[pipeline.name];
    if (image === undefined) throw new Error(`${pipeline.name} is not in the release`);
    return { version: record.version, image: image as typeof image & { url: string } };
  }
});
