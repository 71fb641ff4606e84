import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizeBuild } from "../support/kustomize.ts";
import {
  findLeaks,
  leaksOf,
  makeTemporary,
  type ProcSample,
  removeTemporary,
  startProcSampler,
} from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { jobsOf, recordOf, type ShopService, shopServices, startedBuilds, succeeded } from "../support/shop-runs.ts";
import { shopNeedles } from "../support/shop-secrets.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";

/** The run of a service from commit to dev, with all argument lists during the run. */
interface Run {
  readonly source: BuildResult;
  readonly image: BuildResult;
  readonly deploy: BuildResult;
  readonly processes: ProcSample;
}

/** How many steps a build took, and how many of them were shells. */
function stepCount({ trace }: BuildResult): [number, number] {
  return [trace.length, trace.filter(({ step }) => step === "sh").length];
}

/** Matches a count that is not greater. */
function withinSteps(most: number) {
  return expect.toSatisfy((count: number) => count <= most);
}

describeWith(shopCommands, "the example, built and handed off for real", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;
  const runs = new Map<string, Run>();

  beforeAll(async () => {
    site = await startShopSite();
    tree = await site.emit();
    runner = await startRunner();
    const script = (id: string) =>
      `node('docker') { withCredentials([usernamePassword(credentialsId: '${id}', usernameVariable: 'U', passwordVariable: 'P')]) { sh 'true' } }`;
    const copy = "node('linux') { copyArtifacts(projectName: '/platform/shop-image', selector: specific('1')) }";
    controller = await runner.controller({
      ...tree.config,
      jobs: [
        { path: "/shop/push", script: script("harbor-push") },
        { path: "/platform/push", script: script("harbor-push") },
        { path: "/shop/to-prod", script: script("gitops-prod") },
        { path: "/shop/copy", script: copy },
      ],
    });
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  const runOf = (service: string): Run => {
    const run = runs.get(service);
    if (run === undefined) throw new Error(`${service} has not run`);
    return run;
  };

  it.each(shopServices)("$service gets from commit to dev with $engine", async (one) => {
    const jobs = jobsOf(one);
    const sampler = await startProcSampler();
    await controller.startBuild({ job: jobs.build });
    const source = await succeeded(controller, jobs.build, 1);
    await controller.idle();
    const image = await succeeded(controller, jobs.image, 1);
    const deploy = await succeeded(controller, jobs.dev, 1);
    runs.set(one.service, { source, image, deploy, processes: await sampler.stop() });
    expect([source, image, deploy].map((it) => it.violations)).toEqual([[], [], []]);
    expect(image.upstream).toEqual([{ job: jobs.build, number: 1 }]);
    expect(deploy.upstream).toEqual([{ job: jobs.image, number: 1 }]);
    // Each step costs about a second on a remote agent: use no more than a manual pipeline needs,
    // plus those that read each fact in the build that answers for it, check the archived record, and limit the wait.
    expect([source, image, deploy].map(stepCount)).toEqual([
      [withinSteps(23), 2],
      [withinSteps(38), 5],
      [withinSteps(25), 1],
    ]);
    expect(await startedBuilds(controller)).not.toContain(`${jobs.prod}#1`);
  });

  it.each(shopServices)(
    "$service: one digest in record, registry, GitOps commit and kustomize's output",
    async (one) => {
      const { service, engine } = one;
      const { image, deploy } = runOf(service);
      const record = await recordOf(image);
      const repository = `${service}/${service}`;
      const full = `${site.lab.registry.host}/${repository}`;
      const released = record.images[repository];
      expect(released).toMatchObject({ repository: full, tags: [record.version], engine });
      const digest = await site.lab.registry.digest(repository, record.version);
      expect(released?.digest).toBe(digest);
      expect((await recordOf(deploy)).images).toEqual(record.images);

      const [commit] = await site.repositories.dev.log();
      const commits = await site.repositories.dev.log();
      const handedOff = commits.find(({ subject }) => subject.startsWith(`${service} `)) ?? commit;
      expect(handedOff?.message).toContain(`\nImage: ${full}:${record.version}@${digest}\n`);
      expect(handedOff?.message).toContain(`\nCommit: ${record.source.commit}\n`);
      expect(await builtOverlay(one)).toContain(`image: ${full}:${record.version}@${digest}\n`);
    },
  );

  it.each(shopServices)("$service: the image's labels contain the commit", async ({ service }) => {
    const { source, image } = runOf(service);
    const commit = await site.repositories[service].head();
    const record = await recordOf(source);
    const repository = `${service}/${service}`;
    expect(record.source.commit).toBe(commit);
    expect((await recordOf(image)).source).toEqual(record.source);
    expect((await site.lab.registry.image(repository, record.version)).labels).toMatchObject({
      "org.opencontainers.image.revision": commit,
      "org.opencontainers.image.source": site.repositories[service].url,
      "org.opencontainers.image.version": record.version,
    });
  });

  it("each job has its own workspace, and each credential is only used for its repository", async () => {
    const workspaces = async (agent: string) => {
      const folder = join(tree.home, "jenkins/agents", agent, "workspace");
      const teams = await readdir(folder);
      const names = await Promise.all(
        teams.map(async (team) => (await readdir(join(folder, team))).map((it) => `${team}/${it}`)),
      );
      return names
        .flat()
        .filter((it) => !it.endsWith("@tmp"))
        .sort();
    };
    expect(await workspaces("source")).toEqual([
      "catalog/catalog-build",
      "catalog/catalog-dev",
      "shop/shop-build",
      "shop/shop-dev",
    ]);
    expect(await workspaces("daemon")).toEqual(["platform/shop-image"]);
    expect(await workspaces("daemonless")).toEqual(["platform/catalog-image"]);
    const served = site.lab.git.requests.filter(({ status }) => status === 200);
    expect([...new Set(served.map((it) => `${it.user} ${it.action} ${it.repository}`))].sort()).toEqual([
      "catalog-git read catalog/catalog",
      "gitops-dev read ops/dev",
      "gitops-dev write ops/dev",
      "shop-git read shop/shop",
    ]);
    expect(site.lab.git.requests.filter(({ status }) => status === 403)).toEqual([]);
  });

  it("a job of another folder cannot use the credentials or artifacts", async () => {
    expect((await controller.build({ job: "/platform/push" })).result).toBe("SUCCESS");
    const push = await controller.build({ job: "/shop/push" });
    expect(push).toMatchObject({ result: "FAILURE", error: "Could not find credentials entry with ID 'harbor-push'" });
    const prod = await controller.build({ job: "/shop/to-prod" });
    expect(prod).toMatchObject({ result: "FAILURE", error: "Could not find credentials entry with ID 'gitops-prod'" });
    const copy = await controller.build({ job: "/shop/copy" });
    expect(copy.result).toBe("FAILURE");
    expect(copy.error).toContain("Unable to find project for artifact copy: /platform/shop-image");
  });

  it.each(shopServices)("$service: no secret in a log, a mail, a trace or an argument", ({ service }) => {
    const { source, image, deploy, processes } = runOf(service);
    const needles = shopNeedles();
    for (const { job, log, trace, mails } of [source, image, deploy]) {
      expect(leaksOf(log, needles), job).toEqual([]);
      expect(leaksOf(JSON.stringify([trace, mails]), needles), job).toEqual([]);
    }
    expect(processes.rounds).toBeGreaterThan(100);
    // The sampler saw the tools that got the secrets.
    const engine = service === "shop" ? /^docker$/ : /^(podman|skopeo|buildah)$/;
    expect(processes.commands.some(([command = ""]) => engine.test(command.split("/").pop() ?? ""))).toBe(true);
    expect(processes.commands.flatMap((words) => leaksOf(words.join("\0"), needles))).toEqual([]);
  });

  it("no secret in any remaining file: Jenkins' home, the engines' stores, the registry, git", async () => {
    const { docker, containers, registry } = site.lab;
    // All files are searched: the runner gets the credentials through a pipe and keeps them in memory only.
    const folders = [tree.home, docker.store, containers.directory, registry.storage];
    const { leaks } = await findLeaks(folders, shopNeedles());
    expect(leaks).toEqual([]);
    // The search works: it finds public texts in the record, the daemon's list and the image's labels.
    const control = await findLeaks(folders, { commit: await site.repositories.shop.head(), list: '"Repositories"' });
    for (const folder of [tree.home, docker.store, registry.storage]) {
      expect(control.leaks.filter(({ file }) => file.startsWith(folder)).length, folder).toBeGreaterThan(0);
    }
    for (const repository of Object.values(site.repositories)) {
      expect(leaksOf(await repository.history(), shopNeedles()), repository.name).toEqual([]);
    }
    expect(leaksOf(await docker.log(), shopNeedles())).toEqual([]);
    expect(await readdir(join(tree.home, "tmp"))).toEqual([]);
  });

  async function builtOverlay({ service }: ShopService): Promise<string> {
    const directory = await makeTemporary("overlay");
    try {
      await site.repositories.dev.export(directory);
      return await kustomizeBuild(join(directory, `apps/${service}/overlays/dev`));
    } finally {
      await removeTemporary(directory);
    }
  }
});
