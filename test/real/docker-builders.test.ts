import { afterAll, beforeAll, expect, it } from "vitest";
import type { BuildResult } from "../../generator/rehearse/index.ts";
import { pictureOf } from "../support/lab/index.ts";
import { type EngineUnderTest, enginesUnderTest } from "../support/ledger/engines.ts";
import { residueOf } from "../support/ledger/residue.ts";
import { type LedgerSite, ledgerCommands, type Pipeline, startLedgerSite } from "../support/ledger/site.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";

const [docker] = enginesUnderTest.filter(({ name }) => name === "docker") as [EngineUnderTest];
const legacy: EngineUnderTest = { ...docker, settings: { ...docker.settings, buildkit: false } };

describeWith(ledgerCommands, "docker's two builders", () => {
  let site: LedgerSite;

  beforeAll(async () => {
    site = await startLedgerSite();
    const text = "# syntax=docker/dockerfile:1\nARG BASE\nFROM ${BASE}\nCOPY files/ /files/\n";
    await site.application.commit({ "Dockerfile.syntax": text }, "A Dockerfile with a frontend of its own");
  });
  afterAll(() => site?.stop());

  const base = () => ({ base: { image: site.pinned, argument: "BASE" } });

  it("make the same image; the older one leaves no container, even if a step fails", async () => {
    const ordered = {
      ...{ ...base(), dockerfile: "Dockerfile.ordered" },
      buildArguments: { ORDERS: `${site.sink.url}/orders` },
    };
    const by = await site.pipeline(legacy, "legacy builder", { stage: ordered });
    const before = await residueOf(site, by);
    // Each of its steps leaves an unnamed image in the daemon's cache.
    const layers = expect.not.arrayContaining([expect.not.stringContaining("<none>:<none>")]);
    site.sink.answer(() => ({ body: "exit 3\n" }));
    const failed = await by.release();
    expect(failed.error).toMatch(/^The image could not be built from Dockerfile\.ordered;/);
    expect(await residueOf(site, by)).toEqual({ ...before, images: layers });
    site.sink.answer(() => ({ body: "true\n" }));
    const older = green(await by.again());
    expect(older.log).toMatch(/Step 1\/\d+ : ARG BASE/);
    expect(await residueOf(site, by)).toEqual({ ...before, images: layers });

    const kit = await site.pipeline(docker, "BuildKit", { stage: ordered });
    const newer = green(await kit.release());
    expect(newer.log).not.toMatch(/Step 1\/\d+/);
    expect(await pictured(kit, newer)).toEqual(await pictured(by, older));
  });

  it("differ in memory limits, which only the older one applies", async () => {
    site.sink.answer(() => ({ body: "dd if=/dev/zero of=/dev/null bs=300M count=1\n" }));
    const bounded = { ...legacy, settings: { ...legacy.settings, memory: "64Mi" } };
    const pipeline = await site.pipeline(bounded, "bounded", {
      stage: {
        ...{ ...base(), dockerfile: "Dockerfile.ordered" },
        buildArguments: { ORDERS: `${site.sink.url}/bounded` },
      },
    });
    expect((await pipeline.release()).error).toMatch(/^The image could not be built from/);
    site.sink.answer(() => ({ body: "dd if=/dev/zero of=/dev/null bs=16M count=1\n" }));
    green(await pipeline.again());
  });

  it("differ in a syntax line: only BuildKit needs its image, and fails without it offline", async () => {
    const keys = {
      site: { network: "offline", hosts: ["127.0.0.1"] },
      stage: { ...base(), dockerfile: "Dockerfile.syntax" },
    };
    const readsIt = enginesUnderTest.filter((it) => ["buildkit", "docker"].includes(it.name));
    for (const engine of readsIt) {
      const refused = await (await site.pipeline(engine, "syntax", keys)).release();
      expect(refused.result).toBe("FAILURE");
      expect(refused.error).toBe(
        "The syntax line of the Dockerfile needs docker.io/docker/dockerfile:1, which this offline site cannot reach. Remove the line.",
      );
    }
    for (const engine of [legacy, ...enginesUnderTest.filter((it) => !readsIt.includes(it))]) {
      const title = engine === legacy ? "syntax by the legacy builder" : "syntax";
      green(await (await site.pipeline(engine, title, keys)).release());
    }
  });

  it("pull the image of a syntax line from Docker Hub's mirror", async () => {
    const pipeline = await site.pipeline(docker, "syntax mirrored", {
      registries: { hub: { host: "docker.io", mirror: `${site.proxy.host}/mirror` } },
      stage: { ...base(), dockerfile: "Dockerfile.syntax" },
    });
    // The build has no login, and the lab has no frontend there: the request for it is the expected result.
    const { result, log } = await pipeline.release();
    expect(result).toBe("FAILURE");
    expect(log).toContain(`resolve image config for ${site.proxy.host}/mirror/docker/dockerfile:1\n`);
  });

  function green(image: BuildResult): BuildResult {
    expect(image.result, image.log).toBe("SUCCESS");
    return image;
  }

  async function pictured({ name }: Pipeline, image: BuildResult) {
    return pictureOf(site.registry, name, (await recordOf(image)).images[name]?.digest ?? "");
  }
});
