import { afterAll, beforeAll, expect, it } from "vitest";
import { type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";

const image = (id: string, name: string, base: string) => ({
  ...{ id, kind: "image", owner: "platform", engine: "buildah", image: { registry: "harbor", name } },
  base: { image: base, argument: "BASE" },
});

describeWith(shopCommands, "a service of two images", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    const base = site.base.pinned;
    tree = await site.emit({
      stages: (service: string) => [
        { id: "build", kind: "source", owner: "catalog", tool: "npm", artifacts: ["dist/*.tgz"] },
        image("image", `${service}/${service}`, base),
        image("worker", `${service}/worker`, base),
        { id: "dev", kind: "deploy", owner: "catalog", environment: "dev" },
      ],
    });
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it("builds both from the artifacts of the source build, and deploys both digests", async () => {
    await controller.startBuild({ job: "/catalog/catalog-build" });
    await succeeded(controller, "/catalog/catalog-build", 1);
    await controller.idle();
    await succeeded(controller, "/platform/catalog-image", 1);
    const worker = await succeeded(controller, "/platform/catalog-worker", 1);
    await succeeded(controller, "/catalog/catalog-dev", 1);
    const { images, artifacts, version } = await recordOf(worker);
    expect(artifacts).toHaveLength(1);
    expect(Object.keys(images)).toEqual(["catalog/catalog", "catalog/worker"]);
    const [commit] = await site.repositories.dev.log();
    for (const { repository, digest } of Object.values(images)) {
      expect(commit?.message).toContain(`\nImage: ${repository}:${version}@${digest}\n`);
    }
  });
});
