import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Controller, type ControllerConfig, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { type GitRepository, makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { type StatusApi, StatusHost } from "../support/lab/status-host.ts";
import { describeWith } from "../support/requires.ts";
import { emitSmall } from "../support/small-site.ts";

const token = `to'ken "of" $the \`host\``;
const reader = { user: "git", password: "git's", write: ["*"] };
const pusher = { user: "robot", password: "registry's" };

/** The states of each host for each result. */
const hosts: readonly (readonly [StatusApi, readonly [started: string, succeeded: string, failed: string]])[] = [
  ["github", ["pending", "success", "failure"]],
  ["gitea", ["pending", "success", "failure"]],
  ["gitlab", ["running", "success", "failed"]],
  ["bitbucket", ["INPROGRESS", "SUCCESSFUL", "FAILED"]],
  ["bitbucket-cloud", ["INPROGRESS", "SUCCESSFUL", "FAILED"]],
];

/** A stage ID of maximum length, so that a context exceeds the key length of Bitbucket Cloud. */
const build = `build-${"x".repeat(34)}`;

const source = { id: build, kind: "source", owner: "shop", tool: "command", command: "test ! -e broken" };

const commands = ["git", "java", "mvn", "buildah", "podman", "skopeo", "docker-registry", "htpasswd"];

describeWith(commands, "commit statuses", () => {
  let lab: Awaited<ReturnType<typeof start>>;
  let runner: Runner;
  const start = () => startLab({ git: [reader], registry: { users: [pusher] }, containers: true });
  const repositories = new Map<string, GitRepository>();
  let overlays: GitRepository;
  const homes: string[] = [];

  beforeAll(async () => {
    [lab, runner] = await Promise.all([start(), startRunner()]);
    const files = join(await home(), "application");
    await mkdir(files);
    await writeFile(join(files, "Dockerfile"), "FROM scratch\nCOPY Dockerfile /\n");
    for (const name of ["shop/shop", "below/shop/shop"]) {
      const repository = await lab.git.create(name, files);
      await repository.commit({ broken: "x" }, "Break it", { branch: "broken" });
      repositories.set(name, repository);
    }
    overlays = await lab.git.create("ops/dev");
  });
  afterAll(async () => {
    await runner?.stop();
    await lab?.stop();
    await Promise.all(homes.map(removeTemporary));
  });

  async function home(): Promise<string> {
    const folder = await makeTemporary("statuses");
    homes.push(folder);
    return folder;
  }

  function repositoryOf(api: StatusApi): GitRepository {
    const repository = repositories.get(api === "gitlab" ? "below/shop/shop" : "shop/shop");
    if (repository === undefined) throw new Error("no repository");
    return repository;
  }

  async function open(
    api: StatusApi,
    host: StatusHost,
    keys: { stages?: object[]; job?: string; sent?: string } & Partial<ControllerConfig> = {},
  ): Promise<Controller> {
    const { stages = [source], job = "plain", sent = token, ...config } = keys;
    const statuses = { host: api.replace("-cloud", ""), api: host.url, credentials: "status-token" };
    const dev = { gitops: { git: `${lab.git.url}/ops/dev.git`, credentials: "git" }, namespace: "shop" };
    const generated = await emitSmall(await home(), repositoryOf(api).url, {
      site: { statuses },
      platform: {
        registries: { lab: { host: lab.registry.host, insecure: true, credentials: { push: "robot" } } },
        engines: { buildah: { agent: { label: "linux" } } },
        delivery: {
          handoff: "argocd",
          argocd: { one: { server: "https://argocd.acme.internal", environments: ["dev"] } },
        },
        environments: { dev },
        locks: { replace: ["credentials"] },
      },
      service: { credentials: "git", job, stages },
    });
    const user = (id: string, { user: username, password }: typeof pusher) =>
      ({ id, folder: "/shop", kind: "usernamePassword", username, password }) as const;
    const credentials = [user("git", reader), user("robot", pusher)];
    const secret = { id: "status-token", folder: "/shop", kind: "string", secret: sent } as const;
    return runner.controller({
      ...generated,
      environment: { ...lab.environment },
      credentials: [...credentials, secret],
      ...config,
    });
  }

  describe.each(hosts)("%s", (api, [started, succeeded, failed]) => {
    let host: StatusHost;
    beforeAll(async () => {
      host = await StatusHost.start(api, token);
    });
    afterAll(() => host?.stop());

    it("gets a status when a stage starts and ends, for its commit", async () => {
      const controller = await open(api, host);
      const good = await controller.build({ job: `/shop/shop-${build}` });
      const bad = await controller.build({ job: `/shop/shop-${build}`, parameters: { REVISION: "broken" } });
      expect([good.result, bad.result]).toEqual(["SUCCESS", "FAILURE"]);
      expect(host.refused).toEqual([]);
      const context = `shop/${build}`;
      const url = (number: number) => `http://jenkins.example/job/shop/job/shop-${build}/${number}/`;
      const [main, broken] = [await repositoryOf(api).head(), await repositoryOf(api).head("broken")];
      expect(host.statuses.map(({ key: _, ...status }) => status)).toEqual([
        { commit: main, context, state: started, url: url(1), description: "Build #1 started" },
        { commit: main, context, state: succeeded, url: url(1), description: "Build #1 succeeded" },
        { commit: broken, context, state: started, url: url(2), description: "Build #2 started" },
        { commit: broken, context, state: failed, url: url(2), description: "Build #2 failed" },
      ]);
      expect(new Set(host.statuses.map(({ key }) => key)).size).toBe(1);
      for (const { log, trace, violations } of [good, bad]) {
        expect(log).not.toContain(token);
        const others = trace.filter(({ step }) => step !== "httpRequest");
        expect(JSON.stringify(others).includes(JSON.stringify(token).slice(1, -1))).toBe(false);
        expect(violations).toEqual([]);
      }
    });
  });

  it("are set by every stage, in a sandbox, with a restart at every step", async () => {
    const host = await StatusHost.start("gitea", token);
    try {
      const stages = [
        source,
        { id: "image", kind: "image", owner: "shop", engine: "buildah", image: { registry: "lab", name: "shop/shop" } },
        { id: "dev", kind: "deploy", owner: "shop", environment: "dev" },
      ];
      const controller = await open("gitea", host, { stages, sandbox: true, restart: "every-step" });
      await controller.startBuild({ job: `/shop/shop-${build}` });
      await controller.idle();
      const ended = await Promise.all(
        ["image", "dev"].map((id) => controller.wait({ job: `/shop/shop-${id}`, number: 1 })),
      );
      // The GitOps repository has no overlay, so the last stage fails.
      expect(ended.map(({ result }) => result)).toEqual(["SUCCESS", "FAILURE"]);
      expect(ended.flatMap(({ violations }) => violations)).toEqual([]);
      expect(host.statuses.map(({ context, state }) => `${context} ${state}`)).toEqual([
        `shop/${build} pending`,
        `shop/${build} success`,
        "shop/image pending",
        "shop/image success",
        "shop/dev pending",
        "shop/dev failure",
      ]);

      // The environment has the release of a newer commit: nothing failed, and nothing was deployed.
      const message = `shop\n\nService: shop\nCommit: ${await repositoryOf("gitea").head("broken")}\n`;
      await overlays.commit({ "apps/shop/overlays/dev/kustomization.yaml": "resources: []\n" }, message);
      const older = await controller.build({ job: "/shop/shop-dev", parameters: { UPSTREAM_BUILD: "1" } });
      expect(older).toMatchObject({ result: "NOT_BUILT", violations: [], description: older.error });
      expect(older.error).toMatch(/^dev already has commit \w+; \w+ is older\. /);
      const { context, state, description } = host.statuses.at(-1) ?? {};
      expect([context, state, description]).toEqual(["shop/dev", "error", "Build #2 superseded"]);
    } finally {
      await host.stop();
    }
  });

  it("never fail a build: the log reports a rejected one; a pull request sets its result only", async () => {
    const host = await StatusHost.start("github", token);
    try {
      const wrong = await open("github", host, { sent: "another" });
      const built = await wrong.build({ job: `/shop/shop-${build}` });
      expect(built.result, built.log).toBe("SUCCESS");
      expect(built.log).toContain(`The commit status shop/${build} could not be set`);
      expect(host.refused.every((it) => it.endsWith("unauthorized"))).toBe(true);
      expect(host.refused).toHaveLength(2);

      host.refused.length = 0;
      const branches = await open("github", host, { job: "multibranch" });
      await repositoryOf("github").commit(
        {
          Jenkinsfile: `@Library('acme-ci@v1.0.0') _\nbuildSource(service: 'shop', git: '', version: '1', tool: 'command', command: 'true')\n`,
        },
        "The pipeline",
      );
      const request = await branches.build({ job: `/shop/shop-${build}`, changeId: "7", branch: "main" });
      expect(request.result, request.log).toBe("SUCCESS");
      expect([host.refused, host.statuses.map(({ state }) => state)]).toEqual([[], ["success"]]);
    } finally {
      await host.stop();
    }
  });
});
