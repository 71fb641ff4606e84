import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { startProcSampler } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { password, type ShopSite, startShopSite } from "../support/shop-site.ts";

const commands = ["git", "java", "mvn", "dockerd", "buildah", "podman", "skopeo", "docker-registry", "busybox", "go"];

describeWith(commands, "the example, built and handed off for real", () => {
  let site: ShopSite;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    runner = await startRunner();
    controller = await runner.controller(site.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  const finish = async (job: string, number = 1): Promise<BuildResult> => {
    const result = await controller.wait({ job, number });
    expect(result.result, result.log).toBe("SUCCESS");
    return result;
  };

  it.each([
    ["shop", "shop", "docker"],
    ["catalog", "catalog", "buildah"],
  ] as const)("%s goes from commit to dev (team %s, engine %s)", async (service, team, engine) => {
    const sampler = await startProcSampler();
    await controller.startBuild({ job: `/${team}/${service}-build` });
    const source = await finish(`/${team}/${service}-build`);
    await controller.idle();
    const image = await finish(`/platform/${service}-image`);
    const deploy = await finish(`/${team}/${service}-dev`);
    const samples = await sampler.stop();

    const repository = `${service}/${service}`;
    const version = service === "shop" ? "1.0.1" : `1.${(await site.repositories[service].head("main")).slice(0, 12)}`;
    const pushed = await site.lab.registry.image(repository, version);
    const commit = await site.repositories[service].head("main");
    expect(pushed.labels["org.opencontainers.image.revision"]).toBe(commit);
    expect(image.trace.filter((step) => step.step === "sh").length).toBeLessThanOrEqual(5);
    const overlay = await site.repositories.dev.read(`apps/${service}/overlays/dev/kustomization.yaml`, "main");
    expect(overlay).toContain(pushed.digest);
    expect(deploy.log).not.toContain(password);
    for (const log of [source.log, image.log, deploy.log]) expect(log).not.toContain(password);
    expect(samples.rounds).toBeGreaterThan(10);
    expect(samples.holding(password)).toEqual([]);
    expect(image.log).toContain(engine);
  });
});
