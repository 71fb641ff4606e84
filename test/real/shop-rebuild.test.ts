import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizeBuild } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { quickStagesWithMovingTags } from "../support/quick-sources.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, recordOf, shopServices, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";

describeWith(shopCommands, "last week's release, when main has moved on", () => {
  let site: ShopSite;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    const tree = await site.emit({ stages: quickStagesWithMovingTags });
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it.each(shopServices)("$service by $engine: is built again with the same commit and digest", async (one) => {
    const jobs = jobsOf(one);
    const name = `${one.service}/${one.service}`;
    const { registry } = site.lab;
    const old = await site.repositories[one.service].head();
    await controller.build({ job: jobs.build });
    await controller.idle();
    const first = await recordOf(await succeeded(controller, jobs.image, 1));
    const digest = first.images[name]?.digest ?? "";

    const moved = await site.repositories[one.service].commit({ "src/later": "x" }, "Later");
    await controller.build({ job: jobs.build });
    await controller.idle();
    const second = await recordOf(await succeeded(controller, jobs.image, 2));
    expect([first, second].map(({ source }) => source.commit)).toEqual([old, moved]);
    expect(second.images[name]?.digest).not.toBe(digest);
    expect(await registry.digest(name, "main")).toBe(second.images[name]?.digest);

    const before = await registry.contents();
    await controller.build({ job: jobs.image, parameters: { UPSTREAM_BUILD: "1" } });
    await controller.idle();
    const rebuilt = await succeeded(controller, jobs.image, 3);
    const record = await recordOf(rebuilt);
    expect(checkedOut(rebuilt)).toEqual([old]);
    expect([record.source, record.version, record.artifacts]).toEqual([first.source, first.version, first.artifacts]);
    expect(record.images[name]).toMatchObject({ digest, tags: first.images[name]?.tags });
    // No other image, and no tag moved back: `main` still belongs to the newer build.
    expect(await registry.contents()).toEqual(before);

    // The rebuild started dev, which has the newer release; only an explicit rollback replaces it.
    const refused = await controller.wait({ job: jobs.dev, number: 3 });
    expect(refused).toMatchObject({ result: "NOT_BUILT", error: expect.stringContaining(`${old} is older.`) });
    expect(await deployed(one.service)).toContain(`@${second.images[name]?.digest}\n`);
    const reason = { UPSTREAM_BUILD: "3", ROLLBACK_REASON: "the newer one fails" };
    expect(await controller.build({ job: jobs.dev, parameters: reason })).toMatchObject({ error: null });
    expect(await deployed(one.service)).toContain(`@${digest}\n`);
  });

  /** The commits that a build checked out. */
  function checkedOut({ trace }: BuildResult): unknown[] {
    const checkouts = trace.filter(({ step }) => step === "checkout").map(({ arguments: { scm } }) => scm);
    return (checkouts as { arguments: { branches: { name: string }[] } }[]).flatMap((scm) =>
      scm.arguments.branches.map((branch) => branch.name),
    );
  }

  async function deployed(service: string): Promise<string> {
    const directory = await makeTemporary("overlay");
    try {
      await site.repositories.dev.export(directory);
      return await kustomizeBuild(join(directory, `apps/${service}/overlays/dev`));
    } finally {
      await removeTemporary(directory);
    }
  }
});
