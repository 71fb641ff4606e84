import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { type StatusApi, StatusHost } from "../support/lab/status-host.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

/** Writes a report with one failed test; the command itself succeeds, like many test tools. */
const failing = `mkdir -p reports && echo '<testsuite><testcase name="a"><failure/></testcase></testsuite>' >reports/a.xml`;
const passing = failing.replace("<failure/>", "");
const source = (keys: object) => ({ id: "build", kind: "source", owner: "shop", tool: "command", ...keys });
const custom = (id: string, keys: object = {}) => ({
  ...{ id, kind: "custom", owner: "shop", command: `echo "${id} works"` },
  ...keys,
});
const tests = ["reports/*.xml"];
type Way = [topology: "per-stage" | "per-team" | "combined", job: "plain" | "multibranch"];
const topologies: Way[] = [
  ["per-stage", "plain"],
  ["per-team", "plain"],
  ["combined", "plain"],
  ["per-stage", "multibranch"],
  ["combined", "multibranch"],
];

const api: StatusApi = "gitea";

describeWith(["git", "java", "mvn"], "an unstable stage", () => {
  let jenkins: SmallJenkins;
  let host: StatusHost;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    host = await StatusHost.start(api, "token");
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
    await host?.stop();
  });

  async function open([topology, job]: Way, stages: object[], platform: object = {}): Promise<Controller> {
    const keys = {
      site: { statuses: { host: api, api: host.url, credentials: "status" } },
      platform: {
        teams: { shop: { contact: { webhook: "chat" } }, other: { contact: { webhook: "chat" } } },
        ...platform,
      },
      service: { topology, job, stages, branches: [{ branch: "**", through: "last" }] },
    };
    const credentials = [
      { id: "chat", kind: "string", secret: `${jenkins.sink.url}/chat` } as const,
      { id: "status", kind: "string", secret: "token" } as const,
    ];
    const { controller, home } = await jenkins.open(keys, {
      credentials,
      restart: topology === "combined" ? "every-step" : "never",
    });
    if (job === "multibranch") {
      const path = topology === "combined" ? "Jenkinsfile" : "build.Jenkinsfile";
      const text = await readFile(join(home, "pipelines/out/jenkinsfiles/shop/shop", path), "utf8");
      await jenkins.application.commit({ Jenkinsfile: text }, "The pipeline");
    }
    return controller;
  }

  /** Starts the first job and returns all builds that it leads to, in order. */
  async function run(controller: Controller, [topology, job]: Way): Promise<readonly BuildResult[]> {
    jenkins.sink.clear();
    host.statuses.length = 0;
    const seen = (await controller.builds()).length;
    const first = topology === "per-stage" ? "/shop/shop-build" : await firstJob(controller);
    await controller.startBuild({ job: first, ...(job === "multibranch" ? { branch: "main" } : {}) });
    await controller.idle();
    const builds = await Promise.all((await controller.builds()).slice(seen).map((it) => controller.result(it)));
    for (const { violations, log } of builds) expect(violations, log).toEqual([]);
    return builds;
  }

  async function firstJob(controller: Controller): Promise<string> {
    return (await controller.jobs()).map(({ path }) => path).find((path) => /shop$|shop-build$/.test(path)) ?? "";
  }

  const worked = (builds: readonly BuildResult[]) =>
    ["next", "one", "two", "last"].filter((id) => builds.some(({ log }) => log.includes(`\n${id} works`)));
  const sent = () =>
    jenkins.sink.requests.map(({ json }) => (json as { text: string }).text.split("\n")[0]?.replace(/^\S+ /, ""));
  const states = () =>
    host.statuses
      .filter(({ state }) => state !== "pending")
      .map(({ context, state }) => `${context.slice(5)} ${state}`);
  const record = async ({ artifactsDir }: BuildResult) =>
    JSON.parse(await readFile(join(artifactsDir, "release.json"), "utf8")) as { unstable?: string[] };

  it("can be refused by an environment, and is named in the question for an approval", async () => {
    const gitops = { git: `${jenkins.git}/ops/dev.git` };
    const platform = {
      delivery: {
        handoff: "argocd",
        argocd: { one: { server: "https://argocd.acme.internal", environments: ["dev", "open"] } },
      },
      environments: { dev: { gitops, unstable: "refuse" }, open: { gitops: { ...gitops, path: "open/{service}" } } },
    };
    const common = "service: 'shop', git: '', owner: 'shop'";
    const script = (environment: string) => `@Library('acme-ci@v1.0.0') _
      buildSource(service: 'shop', git: '${jenkins.git}/shop/shop.git', credentials: 'git', version: '1',
        tool: 'command', command: '''${failing}''', tests: ['reports/*.xml'], shared: true)
      approveStage(service: 'shop', stage: 'x', after: ['build'], by: ['ann'])
      deployRelease(${common}, environment: '${environment}', after: ['build'])`;
    const jobs = ["dev", "open"].map((name) => ({ path: `/shop/${name}`, script: script(name) }));
    const inputs = [{ match: "unstable: build", submitter: "ann", parameters: { REASON: "" } }];
    const service = { stages: [source({ command: "true" })] };
    const { controller } = await jenkins.open({ platform, service }, { jobs, inputs });
    const refused = await controller.build({ job: "/shop/dev" });
    expect(refused.error, refused.log).toBe(
      "The release cannot be deployed to dev: build was unstable, and this environment refuses releases of unstable builds.",
    );
    const accepted = await controller.build({ job: "/shop/open" });
    expect(accepted.error, accepted.log).toContain("the release record contains no image");
  });

  describe.each(topologies)("%s, %s", (...way) => {
    it("stops the pipeline by default; its owner is notified, and again when it works", async () => {
      const test = `if test -e good-${way.join("-")}; then PASS; else FAIL; fi`
        .replace("PASS", passing)
        .replace("FAIL", failing);
      const controller = await open(way, [source({ command: test, tests }), custom("next"), custom("last")]);
      const builds = await run(controller, way);
      expect(builds.map(({ result }) => result)).toEqual(["UNSTABLE"]);
      expect(worked(builds)).toEqual([]);
      expect(states()).toEqual(["build failure"]);
      expect(sent()).toEqual(["#1 is unstable"]);
      expect((await record(builds[0] as BuildResult)).unstable).toEqual(["build"]);

      await jenkins.application.commit({ [`good-${way.join("-")}`]: "x" }, "Fix the tests");
      const good = await run(controller, way);
      expect(new Set(good.map(({ result }) => result))).toEqual(new Set(["SUCCESS"]));
      expect(worked(good)).toEqual(["next", "last"]);
      expect(sent()).toEqual(["#2 works again"]);
    });

    it("continues if the spec says so, and the record lists it; other stages are not reported as failed", async () => {
      const stages = [source({ command: failing, tests, unstable: "continue" }), custom("next"), custom("last")];
      const builds = await run(await open(way, stages), way);
      expect(builds[0]?.result).toBe("UNSTABLE");
      expect(worked(builds)).toEqual(["next", "last"]);
      expect(states()).toEqual(["build failure", "next success", "last success"]);
      expect(sent()).toEqual(["#1 is unstable"]);
      expect((await record(builds.at(-1) as BuildResult)).unstable).toEqual(["build"]);
    });

    it.each(["stop", "continue"])("in a parallel group: %s", async (unstable) => {
      const group = [
        custom("one", { parallel: "parts", command: `echo "one works"; ${failing}`, tests, unstable }),
        custom("two", { parallel: "parts", owner: "other" }),
      ];
      const builds = await run(await open(way, [source({ command: "true" }), ...group, custom("last")]), way);
      expect(worked(builds)).toEqual(unstable === "stop" ? ["one", "two"] : ["one", "two", "last"]);
      expect(states().sort()).toEqual(
        ["build success", "one failure", "two success", ...(unstable === "stop" ? [] : ["last success"])].sort(),
      );
      expect(sent().length).toBeGreaterThan(0);
      expect(builds.map(({ result }) => result)).toContain("UNSTABLE");
      if (unstable === "continue") expect((await record(builds.at(-1) as BuildResult)).unstable).toEqual(["one"]);
    });
  });
});
