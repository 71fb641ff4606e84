import { afterAll, beforeAll, expect, it } from "vitest";
import { type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { quickStages } from "../support/quick-sources.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, recordOf, shopServices, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";

describeWith(shopCommands, "docs/how-to/promote-a-release.md, performed", () => {
  const [, catalog = shopServices[0]] = shopServices;
  if (catalog === undefined) throw new Error("the example has no service");
  const jobs = jobsOf(catalog);
  let site: ShopSite;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    const tree = await site.emit({ stages: quickStages });
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it("a person finds the build of a version, promotes it, and goes back", async () => {
    const names = [];
    for (const number of [1, 2]) {
      await site.repositories.catalog.commit({ "src/later": String(number) }, "Later");
      await controller.build({ job: jobs.build });
      await controller.idle();
      const build = await succeeded(controller, jobs.dev, number);
      const { version } = await recordOf(build);
      expect(build.displayName).toBe(`#${number} ${version}`);
      names.push(build.displayName);
    }
    const promote = (parameters: Record<string, string>) =>
      controller.build({ job: jobs.prod, user: "rita", parameters });

    const newer = await promote({ UPSTREAM_BUILD: "2" });
    expect(newer.result, newer.log).toBe("SUCCESS");
    // Without a reason, an older release never replaces a newer one.
    expect((await promote({ UPSTREAM_BUILD: "1" })).result).toBe("NOT_BUILT");
    const back = await promote({ UPSTREAM_BUILD: "1", ROLLBACK_REASON: "the newer one fails" });
    expect(back.result, back.log).toBe("SUCCESS");
    expect((await recordOf(back)).version).toBe(names[0]?.slice(3));
  });
});
