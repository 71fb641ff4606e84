import { afterAll, beforeAll, expect, it } from "vitest";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { emitSmall } from "../support/small-site.ts";

const gitops = { git: "https://git.acme.internal/ops/gitops.git", credentials: "gitops" };
const refused = `deployRelease: "prod" is protected: a user must start this job, or its stage must have an approval.`;

/** The generated pipeline on the CPS engine; it ends before it needs git, a registry or the tools of an agent. */
describeWith(["java", "mvn"], "a protected environment's job", () => {
  let home: string;
  let runner: Runner;
  let controller: Controller;

  beforeAll(async () => {
    home = await makeTemporary("protected");
    const config = await emitSmall(home, "https://git.acme.internal/shop/shop.git", {
      platform: {
        library: {
          ...{ name: "acme-ci", package: "com.acme.ci", version: "1.0.0" },
          deprecated: { deployRelease: "use promoteRelease", "deployRelease.environment": "use target" },
        },
        registries: { harbor: { host: "harbor.acme.internal", credentials: { push: "push" } } },
        engines: { buildah: { agent: { label: "linux" } } },
        delivery: {
          handoff: "argocd",
          argocd: { argocd: { server: "https://argocd.acme.internal", environments: ["dev", "prod"] } },
        },
        environments: { dev: { gitops }, prod: { gitops, protected: true } },
      },
      service: {
        stages: [
          { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" },
          {
            id: "image",
            kind: "image",
            owner: "shop",
            engine: "buildah",
            image: { registry: "harbor", name: "shop/shop" },
          },
          { id: "dev", kind: "deploy", owner: "shop", environment: "dev" },
          { id: "prod", kind: "deploy", owner: "shop", environment: "prod" },
        ],
      },
    });
    const starts = (job: string) => `build(job: '/shop/shop-${job}', wait: false)`;
    runner = await startRunner();
    controller = await runner.controller({
      ...config,
      jobs: [
        { path: "/shop/to-prod", script: starts("prod") },
        { path: "/shop/to-dev", script: starts("dev") },
      ],
    });
  });
  afterAll(async () => {
    await runner?.stop();
    if (home !== undefined) await removeTemporary(home);
  });

  async function started(job: string, user?: string): Promise<BuildResult> {
    return controller.build({ job, ...(user === undefined ? {} : { user }) });
  }

  it("fails immediately if a timer started it", async () => {
    const build = await started("/shop/shop-prod");
    expect(build).toMatchObject({ result: "FAILURE", violations: [] });
    expect(build.log).toContain(refused);
    expect(build.trace.map(({ step }) => step)).not.toContain("node");
  });

  it("fails immediately if another job started it, even if a user started that job", async () => {
    await started("/shop/to-prod", "ann");
    await controller.idle();
    const last = (await controller.builds()).findLast(({ job }) => job === "/shop/shop-prod");
    if (last === undefined) throw new Error("the job was not started");
    const build = await controller.result(last);
    expect(build).toMatchObject({ result: "FAILURE", upstream: [{ job: "/shop/to-prod", number: 1 }] });
    expect(build.log).toContain(refused);
  });

  it("runs if a user started it; other environments run in any case", async () => {
    const prod = await started("/shop/shop-prod", "ann");
    await started("/shop/to-dev");
    await controller.idle();
    for (const build of [prod, await controller.result({ job: "/shop/shop-dev", number: 1 })]) {
      expect(build.log).not.toContain("is protected");
      expect(build.trace.map(({ step }) => step)).toContain("node");
    }
  });

  it("prints the replacement of a deprecated step and parameter", async () => {
    const { log } = await started("/shop/shop-prod");
    expect(log).toContain("deployRelease is deprecated: use promoteRelease");
    expect(log).toContain('deployRelease: "environment" is deprecated: use target');
    expect(log).not.toContain('"service" is deprecated');
  });
});
