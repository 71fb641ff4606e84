import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizeBuild } from "../support/kustomize.ts";
import { findLeaks, makeTemporary, pushBaseImage, removeTemporary } from "../support/lab/index.ts";
import { type Step, stepsOf } from "../support/page-walk.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, recordOf, type ShopService, succeeded } from "../support/shop-runs.ts";
import { inspector, shopNeedles } from "../support/shop-secrets.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";
import { toolFolder } from "../support/slow-tools.ts";

const page = join(import.meta.dirname, "../../docs/how-to/build-without-a-dockerfile.md");

/** The tools of the page's table, each with the service whose image it builds. */
const tools: readonly (Pick<ShopService, "service" | "team"> & { readonly tool: string })[] = [
  { tool: "Jib, Maven", service: "shop", team: "shop" },
  { tool: "ko", service: "catalog", team: "catalog" },
];

const architectures = ["amd64", "arm64"];

/** A Go program that needs only the runtime, for two platforms. */
const goProgram = (base: string) => ({
  "go.mod": "module acme.internal/catalog\n\ngo 1.21\n",
  "main.go": 'package main\n\nfunc main() { println("catalog") }\n',
  ".ko.yaml": stringify({
    defaultBaseImage: base,
    defaultPlatforms: architectures.map((it) => `linux/${it}`),
  }),
});

describeWith(shopCommands, "images without a Dockerfile, with the commands of the how-to", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    const text = await readFile(page, "utf8");
    const [maven, ko] = await Promise.all([toolFolder("jibRepository"), toolFolder("ko")]);
    site = await startShopSite();
    const here = (it: string) =>
      it
        .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, site.base.pinned)
        .replaceAll("harbor.acme.internal", site.lab.registry.host);
    const edited = (path: string, before: string) => edit(stepsOf(here(text)), path, before);
    const pom = await site.repositories.shop.read("pom.xml");
    await site.repositories.shop.commit({ "pom.xml": edited("apps/shop/pom.xml", pom) }, "Build the image with Jib");
    const base = await pushBaseImage(site.lab.registry, { repository: "base/two-platforms", architectures });
    await site.repositories.catalog.commit(goProgram(base.pinned), "A program in Go");
    const image = (service: string) => ({
      ...{ id: "image", kind: "image", owner: "platform", engine: "none" },
      ...{ image: { registry: "harbor", name: `${service}/${service}` }, movingTags: ["{branch}"] },
      ...commandOf(text, tools.find((it) => it.service === service)?.tool ?? ""),
    });
    tree = await site.emit(
      {
        stages: (service: string, { stages }: { readonly stages: readonly { readonly id: string }[] }) =>
          stages.map((stage) => (stage.id === "image" ? image(service) : stage)),
      },
      (spec) => edited("stagewright.yaml", spec),
    );
    runner = await startRunner();
    controller = await runner.controller({
      ...tree.config,
      agents: [
        ...(tree.config.agents ?? []),
        { name: "pods", labels: [], kubernetes: true, containers: { build: {}, tools: {} } },
      ],
      environment: {
        ...tree.config.environment,
        PATH: `${ko}:/usr/local/go/bin:${tree.config.environment?.PATH}`,
        // The registry of the tests has no certificate, and nothing is downloaded.
        MAVEN_OPTS: `-Dmaven.repo.local=${maven} -DsendCredentialsOverHttp=true -Djib.allowInsecureRegistries=true`,
        ...{ GOPROXY: "off", GOTOOLCHAIN: "local" },
      },
    });
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  describe.each(tools)("$tool", (one) => {
    const jobs = jobsOf(one);
    const repository = `${one.service}/${one.service}`;
    let image: BuildResult;

    it("builds and pushes the image, whose digest gets into the release record", async () => {
      await controller.startBuild({ job: jobs.build });
      await succeeded(controller, jobs.build, 1);
      await controller.idle();
      image = await succeeded(controller, jobs.image, 1);
      expect(image.violations).toEqual([]);
      expect(image.log).not.toMatch(/^Downloading from|^go: downloading/m);
      const record = await recordOf(image);
      const released = record.images[repository];
      expect(released).toMatchObject({ engine: "none", tags: [record.version] });
      for (const tag of [record.version, "main"])
        expect(await site.lab.registry.digest(repository, tag), tag).toBe(released?.digest);
      expect((await inspect(repository, record.version)).Labels).toMatchObject({
        "org.opencontainers.image.revision": record.source.commit,
      });
    });

    it("deploys the digest", async () => {
      const deploy = await succeeded(controller, jobs.dev, 1);
      const { images, version } = await recordOf(deploy);
      const name = `${site.lab.registry.host}/${repository}:${version}@${images[repository]?.digest}`;
      const commits = await site.repositories.dev.log();
      expect(commits.map(({ message }) => message).join("\n")).toContain(`\nImage: ${name}\n`);
      expect(await manifests(one.service)).toContain(`image: ${name}\n`);
    });

    it("runs no command for an image that exists", async () => {
      await controller.startBuild({ job: jobs.image, parameters: { UPSTREAM_BUILD: "1" } });
      const again = await succeeded(controller, jobs.image, 2);
      expect(again.log).toContain("already exists for this release");
      expect((await recordOf(again)).images[repository]?.digest).toBe(
        (await recordOf(image)).images[repository]?.digest,
      );
    });
  });

  it("leaves no login in files", async () => {
    const { leaks } = await findLeaks([tree.home, site.lab.registry.storage], shopNeedles());
    expect(leaks).toEqual([]);
  });

  /** What skopeo reports of an image, or of the image of this machine's platform. */
  async function inspect(repository: string, tag: string): Promise<{ readonly Labels: Record<string, string> }> {
    const { host } = site.lab.registry;
    const login = ["--creds", `${inspector.user}:${inspector.password}`, "--tls-verify=false", "--no-tags"];
    const { stdout } = await execa("skopeo", ["inspect", ...login, `docker://${host}/${repository}:${tag}`]);
    return JSON.parse(stdout);
  }

  async function manifests(service: string): Promise<string> {
    const directory = await makeTemporary("overlay");
    try {
      await site.repositories.dev.export(directory);
      return await kustomizeBuild(join(directory, `apps/${service}/overlays/dev`));
    } finally {
      await removeTemporary(directory);
    }
  }
});

/** A file's text after the page's change of it. */
function edit(steps: readonly Step[], path: string, text: string): string {
  const step = steps.find((it) => it.kind === "edit" && it.path === path);
  if (step?.kind !== "edit" || !text.includes(step.before)) throw new Error(`the page has no change for ${path}`);
  return text.replace(step.before, () => step.after);
}

/** The command and the file of a tool in the page's table. */
function commandOf(text: string, tool: string) {
  const row = text.split("\n").find((line) => line.startsWith(`| ${tool} `));
  const [, command, digestFrom] = /`([^`]+)`\s*\| `([^`]+)`/.exec(row ?? "") ?? [];
  if (command === undefined) throw new Error(`the page has no command of ${tool}`);
  return { command, digestFrom };
}
