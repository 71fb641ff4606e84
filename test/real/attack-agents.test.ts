import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handoffScripts } from "../support/handoff-scripts.ts";
import { kustomizePath } from "../support/kustomize.ts";
import {
  type GitRepository,
  type GitServer,
  type HttpSink,
  makeTemporary,
  removeTemporary,
  startLab,
} from "../support/lab/index.ts";
import { environment, gitopsOf, model } from "../support/model.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const pod = "apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec: { containers: [{ image: registry/shop }] }\n";
const [user, password] = ["gitops", "pass of gitops"];
const scripts = handoffScripts(
  model({
    environments: [
      environment("dev", { gitops: gitopsOf("dev") }),
      environment("prod", { gitops: gitopsOf("prod", { git: "ssh://git@git.acme.internal/ops/prod.git" }) }),
    ],
  }),
);

// A build of an application ran on this agent before, as the same user.
describeWith(["git", "go"], "a handoff on an agent whose home folder a build has changed", () => {
  let git: GitServer;
  let sink: HttpSink;
  let stop: () => Promise<void>;
  let gitops: GitRepository;
  let folder: string;
  let home: string;
  let tools: string;

  beforeAll(async () => {
    const lab = await startLab({ git: [{ user, password, write: ["*"] }], sink: true });
    ({ git, sink, stop } = lab);
    gitops = await git.create("ops/dev");
    await gitops.commit({ "shop/kustomization.yaml": "resources: [pod.yaml]\n", "shop/pod.yaml": pod }, "Start");
    tools = await kustomizePath();
  });
  beforeEach(async () => {
    folder = await makeTemporary("attack");
    home = join(folder, "home");
    sink.clear();
    await mkdir(join(home, "bin"), { recursive: true });
    await execa("git", ["clone", "--quiet", gitops.directory, join(folder, "app")]);
  });
  afterAll(() => stop?.());

  async function plant(path: string, script: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  /** Runs the script that commits a release, with the password, and returns what the attacker got. */
  async function commit(variables: Readonly<Record<string, string>> = {}) {
    const { exitCode, all } = await execa("sh", ["-c", scripts.get("argocd/commit-kustomize.sh") ?? "exit 9"], {
      ...{ cwd: folder, reject: false, all: true, extendEnv: false },
      env: {
        ...{ HOME: home, PATH: `${join(home, "bin")}:${join(folder, "tools")}:${tools}:/usr/bin:/bin` },
        ...{ STATE: join(folder, "state"), GITOPS_URL: gitops.url, GITOPS_BRANCH: "main", FOLDER: "shop" },
        ...{ GIT_USER: user, GIT_PASSWORD: password, SERVICE: "shop", OWNER: "shop", ENVIRONMENT: "dev" },
        ...{ VERSION: `1.${Date.now()}`, COMMIT: "c".repeat(40), SOURCE_BUILD: "/shop/shop-build#1" },
        ...{ IMAGE_BUILD: "/shop/shop-image#1", RELEASE_BUILD: "/shop/shop-dev#1", IMAGE_COUNT: "1" },
        ...{ IMAGE_0: `registry/shop:1@sha256:${"d".repeat(64)}`, ...variables },
      },
    });
    const stolen = await readFile(join(folder, "stolen"), "utf8").catch(() => "");
    await removeTemporary(folder);
    return { exitCode, output: all ?? "", stolen };
  }

  const steal = (path: string) => plant(path, `env >>'${join(folder, "stolen")}'`);

  it("by hooks of git", async () => {
    for (const hook of ["post-checkout", "pre-commit", "pre-push"]) await steal(join(home, "hooks", hook));
    await writeFile(join(home, ".gitconfig"), `[core]\nhooksPath = ${join(home, "hooks")}\n`);
    expect(await commit()).toMatchObject({ exitCode: 0, stolen: "" });
  });

  it("by another address of the repository", async () => {
    await writeFile(join(home, ".gitconfig"), `[url "${sink.url}/"]\ninsteadOf = ${git.url}/\n`);
    expect(await commit()).toMatchObject({ exitCode: 0, stolen: "" });
    expect(sink.requests).toEqual([]);
  });

  it("by settings in XDG's folder, and a helper that gets passwords", async () => {
    await mkdir(join(home, ".config/git"), { recursive: true });
    await steal(join(home, "helper"));
    await writeFile(join(home, ".config/git/config"), `[credential]\nhelper = ${join(home, "helper")}\n`);
    expect(await commit({ XDG_CONFIG_HOME: join(home, ".config") })).toMatchObject({ exitCode: 0, stolen: "" });
  });

  it("by programs in the home folder, which is in PATH", async () => {
    for (const name of ["git", "kustomize", "sed", "mkdir"]) await steal(join(home, "bin", name));
    expect(await commit()).toMatchObject({ exitCode: 0, stolen: "" });
  });

  it("by programs in a folder that the site does not list", async () => {
    await steal(join(folder, "other/git"));
    const PATH = `${join(folder, "other")}:${tools}:/usr/bin:/bin`;
    const SITE_PATH = `${tools}:/usr/bin:/bin`;
    expect(await commit({ PATH, SITE_PATH })).toMatchObject({ exitCode: 0, stolen: "" });
  });

  it("by settings and known hosts of ssh, which finds the home folder without HOME", async () => {
    await plant(join(folder, "tools/ssh"), 'echo "ssh $*" >&2; exit 1');
    const { output } = await commit({ GITOPS_URL: "ssh://git@git.acme.internal/ops/dev.git", GIT_KEY: "/key" });
    expect(output).toMatch(/^ssh -F \/dev\/null -i \/key /m);
    expect(output).toContain("UserKnownHostsFile=/dev/null");
  });
});

describe("a build of a pull request", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
  });
  afterAll(() => jenkins?.stop());

  it("leaves nothing for builds of main in the cache and the home folder, on its own agents", async () => {
    const cache = join(await jenkins.folder(), "cache");
    const command = 'echo "cache ${CACHE:-none}, home $HOME"; echo "on $NODE_NAME"; touch "$HOME/planted"';
    const agents = { pullRequests: { label: "requests" }, seed: { label: "seed" } };
    const { controller, home } = await jenkins.open(
      {
        site: { agents },
        platform: { locks: { replace: ["credentials", "source.cache"] } },
        service: {
          ...{ job: "multibranch", version: "{branch}-{build}" },
          branches: [
            { branch: "main", through: "build" },
            { pullRequest: true, through: "build" },
          ],
          stages: [{ id: "build", kind: "source", owner: "shop", tool: "command", command, cache }],
        },
      },
      {
        agents: [
          { name: "linux", labels: ["linux"] },
          { name: "requests", labels: ["requests"] },
        ],
      },
    );
    const Jenkinsfile = await readFile(join(home, "pipelines/out/jenkinsfiles/shop/shop/build.Jenkinsfile"), "utf8");
    await jenkins.application.commit({ Jenkinsfile }, "Start");
    await jenkins.application.commit({ file: "proposal" }, "A proposal", { branch: "proposal" });
    const job = "/shop/shop-build";
    const agent = (name: string) => join(home, "jenkins/agents", name);
    const request = await controller.build({ job, changeId: "7", branch: "proposal", fork: true });
    expect(request.result, request.log).toBe("SUCCESS");
    expect(request.log).toContain("on requests\n");
    expect(request.log).toContain("cache none, home ");
    expect(request.log).not.toContain(`home ${agent("requests")}/home\n`);
    expect(await readdir(join(agent("requests"), "home")).catch(() => [])).toEqual([]);
    const main = await controller.build({ job, branch: "main" });
    expect(main.result, main.log).toBe("SUCCESS");
    expect(main.log).toContain("on linux\n");
    expect(main.log).toContain(`cache ${cache}, home ${agent("linux")}/home\n`);
  });
});
