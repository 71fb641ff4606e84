import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizeBuild } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, shopCommands, startShopSite } from "../support/shop-site.ts";

/** The folders of the repository; each is one image. */
const folders = ["basket", "billing", "catalog", "mail", "orders", "search", "stock", "users"] as const;

/** Its folder is the only one that the second commit changes. */
const changed = "orders";

const imageStage = (folder: string) => ({
  ...{ id: folder, kind: "image", parallel: "images", owner: "platform", engine: "buildah" },
  image: { registry: "harbor", name: `catalog/${folder}` },
  ...{ context: folder, dockerfile: `${folder}/Dockerfile`, paths: [`${folder}/**`] },
});

/** A release: the builds of its images by folder, its deployment, and what it deploys. */
interface Release {
  readonly version: string;
  readonly images: ReadonlyMap<string, BuildResult>;
  readonly digests: Readonly<Record<string, string>>;
  readonly deploy: BuildResult;
}

describeWith(shopCommands, "a repository of eight images", () => {
  let site: ShopSite;
  let runner: Runner;
  let controller: Controller;
  let first: Release;
  let second: Release;

  beforeAll(async () => {
    site = await startShopSite();
    const files = folders.flatMap((folder) => [
      [`${folder}/Dockerfile`, `FROM scratch\nCOPY content /content\n`],
      [`${folder}/content`, `${folder} 1\n`],
    ]);
    await site.repositories.catalog.commit(Object.fromEntries(files), "Eight images");
    const { files: generated, config } = await site.emit({
      stages: (service: string, spec: { readonly stages: unknown }) =>
        service !== "catalog"
          ? spec.stages
          : [
              { id: "build", kind: "source", owner: "catalog", tool: "command", command: "true" },
              ...folders.map(imageStage),
              { id: "dev", kind: "deploy", owner: "catalog", environment: "dev" },
            ],
    });
    const overlays = generated.filter(({ path }) => path.startsWith("gitops/dev/apps/catalog/"));
    const changes = overlays.map(({ path, content }) => [path.slice("gitops/dev/".length), content]);
    await site.repositories.dev.commit(Object.fromEntries(changes), "Overlays of eight images");
    runner = await startRunner();
    controller = await runner.controller(config);
    first = await release(1);
    await site.repositories.catalog.commit({ [`${changed}/content`]: `${changed} 2\n` }, "A change of one image");
    second = await release(2);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it("builds all images for the first release", () => {
    expect(built(first)).toEqual(folders);
    expect(new Set(Object.values(first.digests)).size).toBe(8);
  });

  it("builds one image for a commit that changes one folder, and the others keep their digests", async () => {
    expect(built(second)).toEqual([changed]);
    for (const folder of folders) {
      const name = `catalog/${folder}`;
      if (folder === changed) {
        expect(second.digests[name]).not.toBe(first.digests[name]);
        expect(second.digests[name]).toBe(await site.lab.registry.digest(name, second.version));
      } else {
        expect(second.digests[name], name).toBe(first.digests[name]);
        expect(second.images.get(folder)?.log).toContain(
          `No file changed in ${folder}/** since version ${first.version}. The release keeps`,
        );
        expect(await site.lab.registry.tags(name), name).toHaveLength(1);
      }
    }
  });

  it("deploys all eight images with the digests of the release", async () => {
    const [commit, before] = await site.repositories.dev.log();
    for (const [at, { digests }] of [
      [commit, second],
      [before, first],
    ] as const) {
      const deployed = [...(at?.message ?? "").matchAll(/^Image: [^/]+\/([^:]+):\S+@(\S+)$/gm)];
      expect(Object.fromEntries(deployed.map(([, name, digest]) => [name, digest]))).toEqual(digests);
    }
    const manifests = await render();
    const used = [...manifests.matchAll(/image: \S+@(sha256:[0-9a-f]{64})/g)].map(([, digest]) => digest);
    expect(used.sort()).toEqual(Object.values(second.digests).sort());
  });

  /** The folders whose image stage ran buildah. */
  function built({ images }: Release): string[] {
    return [...images].flatMap(([folder, { log }]) => (log.includes("Build the image with buildah") ? [folder] : []));
  }

  async function release(number: number): Promise<Release> {
    await controller.startBuild({ job: "/catalog/catalog-build" });
    await controller.idle();
    const images = new Map<string, BuildResult>();
    for (const folder of folders)
      images.set(folder, await succeeded(controller, `/platform/catalog-${folder}`, number));
    await succeeded(controller, "/catalog/catalog-build", number);
    const deploy = await succeeded(controller, "/catalog/catalog-dev", number);
    for (const build of [...images.values(), deploy]) expect(build.violations).toEqual([]);
    const record = await recordOf(deploy);
    const digests = Object.entries(record.images).map(([name, { digest }]) => [name, digest]);
    return { version: record.version, images, digests: Object.fromEntries(digests), deploy };
  }

  async function render(): Promise<string> {
    const directory = await makeTemporary("monorepo");
    try {
      await site.repositories.dev.export(directory);
      return await kustomizeBuild(join(directory, "apps/catalog/overlays/dev"));
    } finally {
      await removeTemporary(directory);
    }
  }
});
