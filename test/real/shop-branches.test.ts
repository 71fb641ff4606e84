import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type BuildRequest,
  type BuildResult,
  type Controller,
  type Runner,
  startRunner,
} from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf, shopServices, startedBuilds, succeeded } from "../support/shop-runs.ts";
import { type ShopSite, type ShopTree, shopCommands, startShopSite } from "../support/shop-site.ts";

/** The effects of a branch build outside of its workspace. */
interface Reached {
  readonly build: BuildResult;
  /** Builds that it started directly or indirectly. */
  readonly started: readonly string[];
  /** Changes of the registry and the GitOps repositories. */
  readonly pushed: readonly string[];
  readonly deployed: readonly string[];
}

describeWith(shopCommands, "the example as multibranch jobs", () => {
  let site: ShopSite;
  let tree: ShopTree;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    site = await startShopSite();
    // Each branch job counts its own builds, so a number alone is not a version.
    tree = await site.emit({ job: "multibranch", version: "{branch}-{build}" });
    for (const { service, team } of shopServices) {
      const generated = tree.files.find(({ path }) => path === `jenkinsfiles/${team}/${service}/build.Jenkinsfile`);
      await site.repositories[service].commit({ Jenkinsfile: generated?.content ?? "" }, "The pipeline");
    }
    runner = await startRunner();
    controller = await runner.controller(tree.config);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  it("a feature branch is built and tested only", async () => {
    const commit = await site.repositories.shop.commit({ note: "x" }, "A feature", { branch: "feature/x" });
    const { build, ...reached } = await run({ job: "/shop/shop-build", branch: "feature/x" });
    expect(reached).toEqual({ started: ["/shop/shop-build/feature%2Fx#1"], pushed: [], deployed: [] });
    expect(build.tests).toMatchObject({ failed: 0 });
    expect(build.tests.total).toBeGreaterThan(2);
    expect(build.artifacts).toEqual(["release.json", "target/shop.jar"]);
    expect((await recordOf(build)).source).toMatchObject({ commit, branch: "feature/x", pullRequest: "" });
    expect(build.log).toContain("/platform/shop-image is not started: branch feature/x does not reach it.\n");
  });

  it("a release branch reaches its image stage only", async () => {
    const commit = await site.repositories.shop.commit({ note: "1.x" }, "A fix", { branch: "release/1.x" });
    const { build, ...reached } = await run({ job: "/shop/shop-build", branch: "release/1.x" });
    expect(reached.started).toEqual(["/shop/shop-build/release%2F1.x#1", "/platform/shop-image#1"]);
    const image = await succeeded(controller, "/platform/shop-image", 1);
    const digest = (await recordOf(image)).images["shop/shop"]?.digest;
    // The fixed tag, and the moving tag of the branch.
    expect(reached.pushed).toEqual([`shop/shop:release-1.x-1@${digest}`, `shop/shop:release-1.x@${digest}`]);
    expect(reached.deployed).toEqual([]);
    expect((await recordOf(image)).source).toEqual((await recordOf(build)).source);
    expect((await recordOf(image)).source.commit).toBe(commit);
    expect(image.log).toContain("/shop/shop-dev is not started: branch release/1.x does not reach it.\n");
  });

  it.each(shopServices)("$service: main reaches dev", async ({ service, team }) => {
    const commit = await site.repositories[service].head();
    const { build, ...reached } = await run({ job: `/${team}/${service}-build`, branch: "main" });
    const number = service === "shop" ? 2 : 1;
    expect(reached.started).toEqual([
      `/${team}/${service}-build/main#1`,
      `/platform/${service}-image#${number}`,
      `/${team}/${service}-dev#1`,
    ]);
    const deploy = await succeeded(controller, `/${team}/${service}-dev`, 1);
    const record = await recordOf(deploy);
    const digest = record.images[`${service}/${service}`]?.digest;
    expect(reached.pushed).toContain(`${service}/${service}:main-1@${digest}`);
    expect(reached.deployed).toEqual([`dev: ${service} main-1 to dev`]);
    expect(record.source).toEqual((await recordOf(build)).source);
    expect(record.source.commit).toBe(commit);
  });

  it.each(shopServices)(
    "$service: a pull request is built and tested without credentials",
    async ({ service, team }) => {
      await site.repositories[service].commit({ note: "pull request" }, "A proposal", { branch: "proposal" });
      const { build, ...reached } = await run({ job: `/${team}/${service}-build`, changeId: "7", branch: "proposal" });
      expect(reached).toEqual({ started: [`/${team}/${service}-build/PR-7#1`], pushed: [], deployed: [] });
      expect(build.tests).toMatchObject({ failed: 0 });
      expect(build.tests.total).toBeGreaterThan(2);
      expect((await recordOf(build)).source).toMatchObject({ pullRequest: "7" });
      expect(build.log).toContain(`/platform/${service}-image is not started: pull requests do not reach it.\n`);
      expect(boundIn(build)).toEqual([]);
      expect(build.trace.filter(({ step }) => ["build", "copyArtifacts"].includes(step))).toEqual([]);
    },
  );

  it("the trace shows the credentials of a branch build", async () => {
    const main = await controller.result({ job: "/shop/shop-build/main", number: 1 });
    expect(boundIn(main)).toEqual(["maven-settings"]);
  });

  it("a fork's pull request cannot use its own pipeline", async () => {
    const greedy = `node('linux') { withCredentials([file(credentialsId: 'maven-settings', variable: 'S')]) { sh 'cat "$S"' } }`;
    await site.repositories.shop.commit({ Jenkinsfile: greedy }, "A greedy proposal", { branch: "greedy" });
    const { build, ...reached } = await run({ job: "/shop/shop-build", changeId: "8", branch: "greedy", fork: true });
    expect(reached).toEqual({ started: ["/shop/shop-build/PR-8#1"], pushed: [], deployed: [] });
    expect(boundIn(build)).toEqual([]);
    expect(build.tests.total).toBeGreaterThan(2);
  });

  it.each([
    [
      "a pull request",
      { UPSTREAM_BUILD: "1", UPSTREAM_BRANCH: "PR-7" },
      "pull request 7 can only be built and tested, not released",
    ],
    [
      "another job",
      { UPSTREAM_BUILD: "1", UPSTREAM_BRANCH: "../shop-dev" },
      'for example main or feature%2Fx, not "../shop-dev"',
    ],
    ["no branch", { UPSTREAM_BUILD: "1" }, 'for example main or feature%2Fx, not ""'],
    ["no build", { UPSTREAM_BRANCH: "main" }, "UPSTREAM_BUILD must be a build number of /shop/shop-build"],
    ["a record of one's own", { UPSTREAM_BUILD: "{}", UPSTREAM_BRANCH: "main" }, 'not "{}"'],
  ])("the image job rejects %s, even if a user starts it", async (_name, parameters, sentence) => {
    const { build, ...reached } = await run({ job: "/platform/shop-image", parameters }, "FAILURE");
    expect(build.error).toContain(sentence);
    expect(boundIn(build)).toEqual([]);
    expect(reached).toMatchObject({ pushed: [], deployed: [] });
    expect(reached.started).toHaveLength(1);
  });

  async function run(request: BuildRequest, result = "SUCCESS"): Promise<Reached> {
    const before = { started: await startedBuilds(controller), ...(await outside()) };
    const build = await controller.build(request);
    await controller.idle();
    const after = { started: await startedBuilds(controller), ...(await outside()) };
    expect(build.result, build.log).toBe(result);
    const added = (key: keyof typeof after) => after[key].filter((it) => !before[key].includes(it));
    return { build, started: added("started"), pushed: added("pushed"), deployed: added("deployed") };
  }

  async function outside() {
    const subjects = async (name: "dev" | "prod") =>
      (await site.repositories[name].log()).map(({ subject }) => `${name}: ${subject}`);
    return {
      pushed: await site.lab.registry.contents(),
      deployed: [...(await subjects("dev")), ...(await subjects("prod"))],
    };
  }
});

/** The credentials that a build bound, by id. */
function boundIn({ trace }: BuildResult): unknown[] {
  return trace
    .filter(({ step }) => step === "withCredentials")
    .flatMap(({ arguments: { bindings } }) => bindings as { arguments: { credentialsId: string } }[])
    .map((binding) => binding.arguments.credentialsId);
}
