import { afterAll, beforeAll, expect, it } from "vitest";
import { explain, statementsOf } from "../../generator/explain/index.ts";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";
import { handOffAtOnce } from "./lab/crowd.ts";
import { startRollouts } from "./lab/rollouts.ts";
import { badVersion, type DeliverySite, startDeliverySite } from "./lab/site.ts";
import type { Shape } from "./lab/site-specs.ts";

const needed = [
  "git",
  "go",
  "redis-server",
  "java",
  "mvn",
  "buildah",
  "podman",
  "skopeo",
  "docker-registry",
  "jq",
  "curl",
];
const separate: Shape = { instances: { dev: ["dev"], prod: ["prod"] }, major: 1 };
/** As above, but nothing reaches dev before a user starts its jobs, and any number of them at once. */
const crowded: Shape = { ...separate, major: 3, environments: { dev: "protected: true" }, concurrent: true };
/** A release runs next to the previous one until a user decides. */
const switched: Shape = {
  ...separate,
  ...{ major: 4, path: "switched/{service}", environments: { dev: "strategy: { kind: blueGreen }" } },
};
const central: Shape = {
  instances: { prod: ["dev", "prod"] },
  major: 2,
  environments: { prod: "sync: { automatic: false, pipeline: true }" },
};

describeWith(needed, "generated pipelines, from the commit to Healthy, for real", () => {
  let site: DeliverySite;
  let runner: Runner;
  let jenkins: Controller;
  /** The Jenkins of the pipelines' present shape. */
  let controller: Controller;

  beforeAll(async () => {
    const started = Date.now();
    [site, runner] = await Promise.all([startDeliverySite(), startRunner()]);
    jenkins = await runner.controller(await site.emit(separate));
    controller = jenkins;
    console.log(`cluster and two Argo CDs started in ${Date.now() - started} ms`);
  });
  afterAll(async () => {
    await runner?.stop();
    await site?.stop();
  });

  /** A change of the shop goes as far as it goes by itself; the dev job's build. */
  async function change(page: string, number: number): Promise<BuildResult> {
    await site.repositories.shop.commit({ page }, `Page ${page}`);
    const started = Date.now();
    await controller.startBuild({ job: "/shop/shop-build" });
    await controller.idle();
    for (const { job, number: build } of await controller.builds()) {
      const { result, error } = await controller.wait({ job, number: build });
      if (result !== "SUCCESS" && !job.endsWith("-dev")) throw new Error(`${job} #${build}: ${error}`);
    }
    console.log(`from the commit to the end of dev: ${Date.now() - started} ms`);
    return controller.wait({ job: "/shop/shop-dev", number });
  }

  async function digestOf(build: BuildResult): Promise<string> {
    return (await recordOf(build)).images["shop/shop"]?.digest ?? "none";
  }

  /** What explain says of a shape. */
  function explained(shape: Shape): string {
    const { model } = site.compiled(shape);
    return model === null
      ? ""
      : explain(model)
          .flatMap(statementsOf)
          .map(({ text }) => text)
          .join("\n");
  }

  const promote = (upstream: number) =>
    controller.build({ job: "/release/shop-prod", parameters: { UPSTREAM_BUILD: String(upstream) }, user: "rita" });

  it("takes a commit to Healthy in dev, and the same digest to prod on the other instance", async () => {
    const dev = await change("first", 1);
    expect(dev.result, dev.log).toBe("SUCCESS");
    expect(dev.log).toContain("1.1.0 runs in dev: Synced, Healthy.");
    const digest = await digestOf(dev);
    expect(await site.running("shop", "dev")).toContain(`:1.1.0@${digest}`);
    expect(await site.running("shop", "prod")).not.toContain("sha256");
    const prod = await promote(1);
    expect(prod.result, prod.log).toBe("SUCCESS");
    expect(await site.running("shop", "prod")).toContain(`:1.1.0@${digest}`);
    const [commit] = await site.repositories.prod.log();
    for (const line of ["Service: shop", "Owner: release", "Version: 1.1.0", "Build: /release/shop-prod#1"])
      expect(commit?.message.split("\n")).toContain(line);
  });

  it("gives dev a token that prod's instance does not know", async () => {
    const { body } = await site.argocds.dev.api("POST", "projects/dev.shop/roles/ci-deploy/token", { expiresIn: 60 });
    expect((await site.argocds.dev.api("GET", "applications/shop-dev", undefined, body.token)).status).toBe(200);
    expect((await site.argocds.prod.api("GET", "applications/shop-prod", undefined, body.token)).status).toBe(401);
  });

  it("reports a bad image with Argo CD's reason, tells the owner, and goes back through the same gate", async () => {
    const good = await change("second", 2);
    expect(good.result, good.log).toBe("SUCCESS");
    const bad = await change("third", 3);
    expect([bad.result, bad.error]).toEqual(["FAILURE", expect.stringContaining(`${badVersion} is Degraded in dev: `)]);
    expect(bad.error).toContain('Deployment shop: Deployment "shop" exceeded its progress deadline');
    expect(bad.mails).toEqual([
      expect.objectContaining({ to: "shop@acme.internal", body: expect.stringContaining(bad.error ?? "") }),
    ]);
    const started = Date.now();
    const back = await controller.build({ job: "/shop/shop-dev", parameters: { ROLLBACK_REASON: "nothing starts" } });
    expect(back.result, `${back.log}\n${await site.state("shop", "dev")}`).toBe("SUCCESS");
    console.log(`rolled back in ${Date.now() - started} ms`);
    expect(back.log).toContain("1.2.0 runs in dev: Synced, Healthy.");
    expect(await site.running("shop", "dev")).toContain(`@${await digestOf(good)}`);
    expect((await site.repositories.dev.log())[0]?.message).toContain("\nRollback: nothing starts");
  });

  it("tells each of 20 handoffs at once its own fate, loses none, and goes back on purpose only", async () => {
    const crowd = await runner.controller(await site.emit(crowded));
    const { fates, releases, seconds } = await handOffAtOnce(site, crowd, 10);
    const counts = ["SUCCESS", "NOT_BUILT"].map((it) => fates.filter(({ result }) => result === it).length);
    console.log(`20 handoffs in ${seconds} s: ${counts.join(" deployed, ")} superseded`);
    for (const { service, version, result, log, error, mails } of fates) {
      const committed = releases(service).includes(version);
      expect(mails).toEqual([]);
      if (result === "SUCCESS") {
        expect([version, committed, log]).toEqual([
          version,
          true,
          expect.stringContaining(`${version} runs in dev: Synced, Healthy.`),
        ]);
      } else {
        const fate = committed ? `${version} was superseded in dev: ` : "is older. To roll back";
        expect([result, error]).toEqual(["NOT_BUILT", expect.stringContaining(fate)]);
      }
    }
    for (const service of ["shop", "web"]) {
      const versions = releases(service).map((it) => Number(it.split(".")[1]));
      expect(versions).toEqual([...versions].sort((one, other) => one - other));
      expect(versions.at(-1)).toBe(10);
      const [newest] = fates.filter((it) => it.service === service && it.version === "3.10.0");
      expect(newest?.result, newest?.log).toBe("SUCCESS");
      expect(await site.running(service, "dev")).toContain(":3.10.0@");
    }
    expect(await site.repositories.dev.merges()).toEqual([]);

    const parameters = { UPSTREAM_BUILD: "4", ROLLBACK_REASON: "the newer ones fail" };
    const back = await crowd.build({ job: "/shop/shop-dev", parameters, user: "ann" });
    expect(back.result, back.log).toBe("SUCCESS");
    expect(await site.running("shop", "dev")).toContain(`:3.4.0@${await digestOf(back)}`);
    expect(await site.running("web", "dev")).toContain(":3.10.0@");
  });

  it("asks whether to promote a release that runs next to the previous one; promotes it, or aborts it", async () => {
    const rollouts = await startRollouts(site.cluster);
    try {
      const answer = (DECISION: string) =>
        ({ match: "Promote-dev", submitter: "rita", parameters: { DECISION, REASON: "seen" }, once: true }) as const;
      const inputs = [answer("promote"), answer("abort")];
      controller = await runner.controller({ ...(await site.emit(switched)), inputs });
      const status = (what: string) =>
        site.cluster.kubectl(["-n", "shop-dev", "get", "rollout", "shop", "-o", `jsonpath={.status.${what}}`]);
      const promoted = await change("fifth", 1);
      expect(promoted.result, promoted.log).toBe("SUCCESS");
      expect(promoted.log).toContain("4.1.0 runs next to the previous release in dev and waits for its promotion.");
      expect(promoted.log).toContain("4.1.0 runs in dev: Synced, Healthy.");
      const stable = await status("stableRS");
      expect(await status("blueGreen.activeSelector")).toBe(stable);
      const aborted = await change("sixth", 2);
      expect([aborted.result, aborted.error], aborted.log).toEqual([
        "FAILURE",
        "4.2.0 was aborted in dev by rita: seen",
      ]);
      expect(aborted.log).toContain("4.1.0 runs in dev: Synced, Healthy.");
      expect(aborted.mails).toEqual([expect.objectContaining({ to: "shop@acme.internal" })]);
      expect(await site.running("shop", "dev", "rollout")).toContain(`:4.1.0@${await digestOf(promoted)}`);
      expect(await status("blueGreen.activeSelector")).toBe(stable);
      expect((await site.repositories.dev.log())[0]?.message).toContain("\nRollback: aborted by rita: seen");
    } finally {
      await rollouts.stop();
    }
  });

  it("deploys to prod while dev's Argo CD is down", async () => {
    await site.argocds.dev.stop();
    controller = jenkins;
    const prod = await promote(2);
    expect(prod.result, prod.log).toBe("SUCCESS");
    expect(prod.log).toContain("1.2.0 runs in prod: Synced, Healthy.");
    expect(site.compiled(separate).diagnostics.map(({ code }) => code)).not.toContain("SW420");
    expect(explained(separate)).toContain("When dev is down, no release reaches dev; prod can still receive releases.");
  });

  it("takes both environments through one Argo CD; a token of dev does not reach prod", async () => {
    controller = await runner.controller(await site.emit(central));
    const dev = await change("fourth", 1);
    expect(dev.result, dev.log).toBe("SUCCESS");
    const prod = await promote(1);
    expect(prod.result, prod.log).toBe("SUCCESS");
    expect(await site.running("shop", "prod")).toContain(`:2.1.0@${await digestOf(dev)}`);
    const { body } = await site.argocds.prod.api("POST", "projects/dev.shop/roles/ci-deploy/token", { expiresIn: 60 });
    for (const [method, path] of [
      ["GET", "applications/shop-prod"],
      ["POST", "applications/shop-prod/sync"],
      ["DELETE", "applications/shop-dev"],
    ] as const) {
      const answer = await site.argocds.prod.api(method, path, method === "POST" ? {} : undefined, body.token);
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });

  it("deploys nothing to prod while the one Argo CD is down, as the policy says", async () => {
    const [finding] = site.compiled(central).diagnostics.filter(({ code }) => code === "SW420");
    expect(finding?.message).toContain("while it is down, no release reaches dev, prod");
    expect(explained(central)).toMatch(
      /When prod is down, no release reaches dev.+prod; no environment can receive a release\./,
    );
    const before = await site.running("shop", "prod");
    await site.argocds.prod.stop();
    const prod = await controller.build({
      job: "/release/shop-prod",
      parameters: { UPSTREAM_BUILD: "1", ROLLBACK_REASON: "again" },
      user: "rita",
    });
    expect([prod.result, prod.error]).toEqual(["FAILURE", expect.stringContaining("it cannot be reached: curl: (7)")]);
    expect(await site.running("shop", "prod")).toBe(before);
  });
});
