import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";
import { StatusHost } from "../support/lab/status-host.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const token = "status-secret";
const secrets = { NEXUS: "nexus-read", PUBLISH: "nexus-write" };
const trust = 'echo "$KIND trusts $(cat "$SSL_CERT_FILE")"';
const print = 'echo "$KIND: nexus ${NEXUS:-none}, publish ${PUBLISH:-none}, file $(cat file)"';
const stages = [
  {
    ...{ id: "build", kind: "source", owner: "shop", tool: "command", secrets, environment: { KIND: "build" } },
    ...{ command: `${print}; ${trust}; echo made >made`, artifacts: ["made"] },
  },
  {
    ...{ id: "lint", kind: "custom", owner: "shop", secrets, environment: { KIND: "lint" }, artifactsFrom: "build" },
    command: `${print}; ${trust}; echo "artifact $(cat made), home $HOME"; test ! -e broken`,
  },
  { id: "tests", kind: "custom", owner: "shop", command: 'echo "tests of $COMMIT"', parallel: "checks" },
  { id: "audit", kind: "custom", owner: "shop", command: "true", parallel: "checks", when: { branches: ["main"] } },
  { id: "after", kind: "custom", owner: "shop", command: "echo after" },
];
const branches = [
  { branch: "main", through: "after" },
  { pullRequest: true, through: "tests" },
];

describeWith(["git", "java", "mvn"], "custom stages of a pull request", () => {
  let jenkins: SmallJenkins;
  let commit: string;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "main" }, "Start");
  });
  afterAll(() => jenkins?.stop());

  describe.each(["combined", "per-team"] as const)("%s", (topology) => {
    let host: StatusHost;
    let controller: Controller;
    let generated: string;
    const job = topology === "combined" ? "/shop/shop" : "/shop/shop-build";

    beforeAll(async () => {
      host = await StatusHost.start("github", token);
      controller = await open(topology, { credentials: ["nexus-read"] }, host);
    });
    afterAll(() => host?.stop());

    async function open(of: string, pullRequests: object, statuses: StatusHost): Promise<Controller> {
      const text = (id: string, secret: string) => ({ id, kind: "string", folder: "/shop", secret }) as const;
      const certificates = {
        id: "site-ca",
        kind: "file",
        folder: "/shop",
        fileName: "ca.pem",
        content: "the authority\n",
      } as const;
      const opened = await jenkins.open(
        {
          site: {
            pullRequests,
            caBundle: "site-ca",
            statuses: { host: "github", api: statuses.url, credentials: "status-token" },
            agents: { pullRequests: { label: "requests" }, delivery: { label: "delivery" }, seed: { label: "seed" } },
          },
          platform: { locks: { replace: ["credentials", "source.secrets", "custom.secrets"] } },
          service: { job: "multibranch", topology: of, version: "{branch}-{build}", branches, stages },
        },
        {
          credentials: [
            text("nexus-read", "readable"),
            text("nexus-write", "writable"),
            text("status-token", token),
            certificates,
          ],
          agents: [
            { name: "linux", labels: ["linux", "delivery"] },
            { name: "requests", labels: ["requests"] },
          ],
          restart: of === "combined" ? "every-step" : "never",
        },
      );
      const file = of === "combined" ? "shop/Jenkinsfile" : "shop/build.Jenkinsfile";
      const Jenkinsfile = await readFile(join(opened.home, "pipelines/out/jenkinsfiles/shop", file), "utf8");
      generated = Jenkinsfile;
      await jenkins.application.commit({ Jenkinsfile }, "The pipeline");
      await jenkins.application.commit({ Jenkinsfile }, "Another proposal", { branch: `${topology}-made` });
      commit = await jenkins.application.commit({ Jenkinsfile, file: "proposal" }, "A proposal", {
        branch: `${topology}-proposal`,
      });
      return opened.controller;
    }

    async function run(on: Controller, what: object): Promise<BuildResult> {
      const build = await on.build({ job, ...what });
      await on.idle();
      expect(build.violations, build.log).toEqual([]);
      return build;
    }

    it("run on its commit and its agents, with the credentials that the site opens, and set a status each", async () => {
      const build = await run(controller, { changeId: "7", branch: `${topology}-proposal` });
      expect(build.result, build.log).toBe("SUCCESS");
      expect(build.log).toContain("build: nexus ****, publish none, file proposal\n");
      expect(build.log).toContain("lint: nexus ****, publish none, file proposal\n");
      expect(build.log).toContain("artifact made, home ");
      expect(build.log).toContain(`tests of ${commit}\n`);
      expect(build.log).toContain("Stage audit is skipped: it does not run for branch PR-7.");
      expect(build.log).not.toContain("\nafter\n");
      expect(agentsOf(build)).toEqual(["requests"]);
      expect(bound(build)).toEqual(["nexus-read", "site-ca", "status-token"]);
      for (const stage of ["build", "lint"]) expect(build.log).toContain(`${stage} trusts the authority\n`);
      expect(sent(host)).toEqual([
        `shop/build success ${commit}`,
        `shop/lint success ${commit}`,
        `shop/audit success ${commit}`,
        `shop/tests success ${commit}`,
      ]);
      // No agent that runs the code of a pull request sees the token.
      const requests = build.trace.filter(({ step }) => step === "httpRequest");
      expect(requests.map(({ agent }) => agent)).toEqual(["", "", "", ""]);
    });

    it("run for a fork with the site's certificates only, unless the site opens them for forks", async () => {
      const fork = { changeId: "8", branch: `${topology}-proposal`, fork: true };
      const build = await run(controller, fork);
      expect(build.result, build.log).toBe("SUCCESS");
      expect(build.log).toContain("lint: nexus none, publish none, file proposal\n");
      expect(bound(build)).toEqual(["site-ca", "status-token"]);
      for (const stage of ["build", "lint"]) expect(build.log).toContain(`${stage} trusts the authority\n`);
      const open2 = await open(topology, { credentials: ["nexus-read"], forks: true }, host);
      const opened = await run(open2, fork);
      expect(opened.log).toContain("lint: nexus ****, publish none, file proposal\n");
    });

    it("fail the pull request, and report the stage that failed", async () => {
      const broken = await jenkins.application.commit({ broken: "x" }, "Break it", { branch: `${topology}-proposal` });
      host.statuses.length = 0;
      const build = await run(controller, { changeId: "9", branch: `${topology}-proposal` });
      expect(build.result).toBe("FAILURE");
      expect(sent(host)).toEqual([`shop/build success ${broken}`, `shop/lint failure ${broken}`]);
    });

    it.each([
      ["another commit", "record.source.commit = '0123456789abcdef0123456789abcdef01234567'"],
      ["no pull request", "record.source.pullRequest = ''; record.source.branch = 'main'"],
    ])("fail if the code of the pull request changed the record: %s", async (_, change) => {
      const Jenkinsfile = `${generated.replace(/^( *)(.*customStage\()/m, "$1forge()\n$1$2")}\n${forge(change)}`;
      await jenkins.application.commit({ Jenkinsfile }, "Forge the record", { branch: `${topology}-forged` });
      host.statuses.length = 0;
      const build = await run(controller, { changeId: "11", branch: `${topology}-forged` });
      expect(build.result).toBe("FAILURE");
      expect(build.error).toContain("it is not for the commit of pull request 11");
      expect(build.log).not.toContain("lint: nexus");
      expect(sent(host).filter((it) => !it.startsWith("shop/build success"))).toEqual([]);
    });

    // A combined pipeline has no job after the one of the pull request.
    if (topology === "per-team") {
      it("make no release: another job does not accept the record", async () => {
        const own = await run(controller, { changeId: "10", branch: `${topology}-made` });
        expect(own.result, own.log).toBe("SUCCESS");
        const parameters = { UPSTREAM_BUILD: String(own.number), UPSTREAM_BRANCH: "PR-10" };
        const after = await run(controller, { job: "/shop/shop-after", parameters });
        expect(after.error).toBe(
          "The release record of /shop/shop-build/PR-10 is not valid: pull request 10 can only be built and tested, not released.",
        );
      });
    }

    it("run for the main branch as before, with all credentials and the next stages", async () => {
      const build = await run(controller, { branch: "main" });
      expect(build.result, build.log).toBe("SUCCESS");
      expect(build.log).toContain("lint: nexus ****, publish ****, file main\n");
      const started = await Promise.all((await controller.builds()).map((it) => controller.result(it)));
      expect(started.map(({ log }) => log).join("\n")).toContain("\nafter\n");
      expect(agentsOf(build)).toEqual(["linux"]);
    });
  });
});

/** A step for the Jenkinsfile of the pull request that does what a process of its build can do on the agent. */
const forge = (change: string) => `def forge() {
    node('requests') {
        unstash('stagewright-shop-build')
        def record = readJSON(file: 'release-build.json', returnPojo: true)
        ${change}
        writeJSON(file: 'release-build.json', json: record)
        stash(name: 'stagewright-shop-build', includes: 'release-build.json')
    }
}
`;

/** The agents that ran commands of the application. */
function agentsOf({ trace }: BuildResult): string[] {
  const commands = trace.filter(({ step, arguments: given }) => step === "sh" && /^Run /.test(String(given.label)));
  return [...new Set(commands.map(({ agent }) => agent))];
}

function bound({ trace }: BuildResult): string[] {
  const ids = trace
    .filter(({ step }) => step === "withCredentials")
    .flatMap(({ arguments: { bindings } }) => bindings as { arguments: { credentialsId: string } }[])
    .map((binding) => binding.arguments.credentialsId);
  return [...new Set(ids)].sort();
}

function sent(host: StatusHost): string[] {
  const all = host.statuses.filter(({ state }) => state !== "pending");
  const texts = all.map(({ context, state, commit }) => `${context} ${state} ${commit}`);
  // Stages of a group end in any order.
  const [group, rest] = [
    texts.filter((it) => /(audit|tests)/.test(it)),
    texts.filter((it) => !/(audit|tests)/.test(it)),
  ];
  return [...rest, ...group.sort()];
}
