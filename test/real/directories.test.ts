import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";

/** A repository with several applications: this one and its Dockerfile are in a directory. */
describeWith(shopCommands, "an application in a directory of its repository", () => {
  let site: ShopSite;
  let runner: Runner;

  beforeAll(async () => {
    site = await startShopSite();
    runner = await startRunner();
    const dockerfile = "ARG BASE\nFROM $BASE\nCOPY out/greeting.txt /greeting.txt\n";
    const page = {
      name: "web",
      version: "1.0.0",
      scripts: { test: "touch tested", build: "mkdir dist; mv tested dist" },
    };
    const files = {
      ...{ "apps/door bell/Dockerfile": dockerfile, "apps/door bell/name": "bell" },
      ...{ "web/package.json": JSON.stringify(page), ".dockerignore": "" },
      "names.Dockerfile": "ARG BASE\nFROM $BASE\nCOPY out /out\n",
      Dockerfile: 'ARG BASE\nFROM $BASE\nCOPY ["apps/door bell/out/greeting.txt", "web/dist/tested", "/"]\n',
    };
    for (const repository of Object.values(site.repositories)) await repository.commit(files, "A bell");
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  describe.each(["per-stage", "combined"])("%s", (topology) => {
    it.each(["shop", "catalog"])(
      "passes artifacts to the image of %s at the paths where they were built",
      async (name) => {
        const directory = "apps/door bell";
        const { config } = await site.emit({
          topology,
          branches: [{ branch: "main", through: "image" }],
          stages: (service: string) => [
            {
              ...{ id: "build", kind: "source", owner: service, tool: "command", directory: `./${directory}/` },
              ...{ command: "mkdir out && cp name out/greeting.txt", artifacts: ["out/*.txt", "*.none"] },
            },
            {
              ...{ id: "image", kind: "image", owner: "platform", engine: service === "shop" ? "docker" : "buildah" },
              ...{ context: directory, dockerfile: `${directory}/Dockerfile` },
              ...{ image: { registry: "harbor", name: `${service}/bell-${topology}` } },
              base: { image: site.base.pinned, argument: "BASE" },
            },
          ],
        });
        const controller = await runner.controller(config);
        const [first = "", second = first] =
          topology === "combined" ? [`/${name}/${name}`] : [`/${name}/${name}-build`, `/platform/${name}-image`];
        await controller.startBuild({ job: first });
        await controller.idle();
        const record = await recordOf(await succeeded(controller, second, 1));
        expect(record.artifacts).toMatchObject([{ path: `${directory}/out/greeting.txt` }]);
        const greeting = await site.lab.registry.file(`${name}/bell-${topology}`, record.version, "greeting.txt");
        expect(greeting?.toString()).toBe("bell");
      },
    );

    it("passes artifacts with any name that is not a pattern, and fails for others", async () => {
      const names = ["Order$$serializer.class", "Order$Inner.class", "$HOME", "${x}", "a b (1)+[2].txt"];
      const touch = names.map((name) => `'out/${name}'`).join(" ");
      const { config } = await site.emit({
        topology,
        branches: [{ branch: "main", through: "image" }],
        stages: (service: string) => [
          {
            ...{ id: "build", kind: "source", owner: service, tool: "command", artifacts: ["out/**"] },
            command: `mkdir out && touch ${touch} && { [ "${service}" = shop ] || touch out/a,b.json; }`,
          },
          {
            ...{ id: "image", kind: "image", owner: "platform", engine: "buildah", dockerfile: "names.Dockerfile" },
            ...{ image: { registry: "harbor", name: `${service}/names-${topology}` } },
            base: { image: site.base.pinned, argument: "BASE" },
          },
        ],
      });
      const controller = await runner.controller(config);
      const jobs = (name: string) =>
        topology === "combined" ? [`/${name}/${name}`] : [`/${name}/${name}-build`, `/platform/${name}-image`];
      await controller.startBuild({ job: jobs("shop")[0] ?? "" });
      await controller.idle();
      const record = await recordOf(await succeeded(controller, jobs("shop").at(-1) ?? "", 1));
      const paths = record.artifacts.map(({ path }: { path: string }) => path);
      expect([...paths].sort()).toEqual(names.map((name) => `out/${name}`).sort());
      for (const name of names)
        expect(
          await site.lab.registry.file(`shop/names-${topology}`, record.version, `out/${name}`),
          name,
        ).toBeDefined();
      const refused = await controller.build({ job: jobs("catalog")[0] ?? "" });
      expect(refused.result, refused.log).toBe("FAILURE");
      expect(refused.error).toBe(
        'The artifact "out/a,b.json" cannot be archived: Jenkins reads its name as a pattern. ' +
          "Rename it without commas, backslashes, * and ?, and without blanks at its ends.",
      );
    });

    it("passes the artifacts of two tools to one image", async () => {
      const { config } = await site.emit({
        topology,
        branches: [{ branch: "main", through: "image" }],
        stages: (service: string) => [
          {
            ...{ id: "build", kind: "source", owner: service, tool: "command", directory: "apps/door bell" },
            ...{ command: "mkdir out && cp name out/greeting.txt", artifacts: ["out/*.txt"] },
            ...{ environment: { CI: "the first build's only" } },
            also: [{ tool: "npm", directory: "web", artifacts: ["dist/**"] }],
          },
          {
            ...{ id: "image", kind: "image", owner: "platform", engine: service === "shop" ? "docker" : "buildah" },
            ...{ image: { registry: "harbor", name: `${service}/two-${topology}` } },
            base: { image: site.base.pinned, argument: "BASE" },
          },
        ],
      });
      const controller = await runner.controller(config);
      const [first = "", second = first] =
        topology === "combined" ? ["/shop/shop"] : ["/shop/shop-build", "/platform/shop-image"];
      await controller.startBuild({ job: first });
      await controller.idle();
      const record = await recordOf(await succeeded(controller, second, 1));
      const built = ["apps/door bell/out/greeting.txt", "web/dist/tested"];
      expect(record.artifacts.map(({ path }: { path: string }) => path)).toEqual(built);
      for (const file of ["greeting.txt", "tested"]) {
        expect(await site.lab.registry.file(`shop/two-${topology}`, record.version, file), file).toBeDefined();
      }
    });
  });
});
