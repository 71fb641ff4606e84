import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { findLeaks, leaksOf, startProcSampler } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, type ShopService, shopServices, startedBuilds, succeeded } from "../support/shop-runs.ts";
import { inspector, pusher, shopNeedles } from "../support/shop-secrets.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";

describeWith(shopCommands, "the example, when the registry refuses the password", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    tree = await site.emit();
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it.each(shopServices)(
    "$service by $engine: fails with a message, leaves nothing, and works after the fix",
    async (one) => {
      const jobs = jobsOf(one);
      const { registry } = site.lab;
      const before = await whatIsThere(one);
      const earlier = await startedBuilds(controller);
      // The password is changed in the registry, so Jenkins' credential is out of date.
      await registry.allow([inspector, pusher("changed")]);
      const sampler = await startProcSampler();
      await controller.startBuild({ job: jobs.build });
      await succeeded(controller, jobs.build, 1);
      await controller.idle();
      const image = await controller.wait({ job: jobs.image, number: 1 });
      const processes = await sampler.stop();

      expect(image.result, image.log).toBe("FAILURE");
      expect(image.error).toBe(
        `The registry ${registry.host} rejected the login with the credential harbor-push; check its user and password.`,
      );
      expect(image.log).toContain(`ERROR: ${image.error}\n`);
      expect(await startedBuilds(controller)).toEqual([...earlier, `${jobs.build}#1`, `${jobs.image}#1`]);
      expect(image.artifacts).toEqual([]);
      expect(await whatIsThere(one)).toEqual(before);
      await expectNoSecret(image);
      expect(processes.commands.flatMap((words) => leaksOf(words.join("\0"), shopNeedles()))).toEqual([]);

      await registry.allow([inspector, pusher()]);
      await controller.startBuild({ job: jobs.image, parameters: { UPSTREAM_BUILD: "1" } });
      await succeeded(controller, jobs.image, 2);
      await controller.idle();
      await succeeded(controller, jobs.dev, 1);
      expect(await registry.tags(`${one.service}/${one.service}`)).toHaveLength(one.service === "shop" ? 2 : 1);
    },
  );

  /** Everything that an image stage could leave behind. */
  async function whatIsThere({ service, engine }: ShopService) {
    const { docker, containers, registry } = site.lab;
    const agent = join(tree.home, "jenkins/agents", engine === "docker" ? "daemon" : "daemonless");
    const label = `org.opencontainers.image.source=${site.repositories[service].url}`;
    return {
      pushed: await registry.contents(),
      commits: await site.repositories.dev.log(),
      // Ignores images of other tests in the shared daemon.
      dockerImages: [
        ...(await docker.images()).filter((name) => name.startsWith(registry.host)),
        ...(await docker.images("--filter", `label=${label}`)),
      ],
      images: await containers.images(),
      containers: await containers.workingContainers(),
      state: existsSync(join(agent, `workspace/platform/${service}-image@tmp/image`)),
      home: await readdir(join(agent, "home")).catch(() => []),
      temporary: await readdir(join(tree.home, "tmp")),
    };
  }

  async function expectNoSecret({ log, trace, mails }: BuildResult): Promise<void> {
    expect(mails.map(({ to }) => to)).toEqual(["platform@acme.internal"]);
    expect(leaksOf(JSON.stringify([log, trace, mails]), shopNeedles())).toEqual([]);
    const { leaks } = await findLeaks([tree.home, site.lab.docker.store, site.lab.containers.directory], shopNeedles());
    expect(leaks).toEqual([]);
  }
});
