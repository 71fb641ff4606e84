import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type BuildResult, type Controller, type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { kustomizeBuild, kustomizePath } from "../support/kustomize.ts";
import { type GitRepository, makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { makeSshKey, type SshServer, startSshServer } from "../support/lab/ssh-server.ts";
import { describeWith } from "../support/requires.ts";
import { recordOf } from "../support/shop-runs.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { emitSmall } from "../support/small-site.ts";
import { toolImage } from "../support/stage-pods.ts";

const writer = { user: "git", password: "git's", write: ["*"] };
const pusher = { user: "robot", password: "registry's" };
const needed = ["git", "go", "java", "mvn", "buildah", "podman", "skopeo", "docker-registry", "sshd", "ssh-keygen"];
const environments = ["chart", "plain", "keyed", "stranger"] as const;

describeWith(needed, "what a deployment commits to, in each layout, over HTTP and SSH", () => {
  let home: string;
  let lab: Awaited<ReturnType<typeof start>>;
  let runner: Runner;
  let controller: Controller;
  let ssh: SshServer;
  let image: { readonly repository: string; readonly tag: string };
  let signer: string;
  let key: string;
  const repositories = new Map<string, GitRepository>();
  const start = () => startLab({ git: [writer], registry: { users: [pusher] }, containers: true });

  beforeAll(async () => {
    home = await makeTemporary("layouts");
    [lab, runner] = await Promise.all([start(), startRunner()]);
    const application = await lab.git.create("shop/shop");
    await application.commit({ Dockerfile: "FROM scratch\nCOPY Dockerfile /\n" }, "An image");
    for (const name of environments) repositories.set(name, await lab.git.create(`ops/${name}`));
    const [deploy, sign, other] = [await makeSshKey(), await makeSshKey(), await makeSshKey()];
    ssh = await startSshServer(deploy.publicKey);
    signer = sign.publicKey;
    key = deploy.privateKey;
    const wrong = ssh.knownHost.replace(/ssh-ed25519 .*/, other.publicKey);
    controller = await runner.controller(await configure([ssh.knownHost, wrong], [deploy.privateKey, sign.privateKey]));
    for (const name of environments) {
      await repositories.get(name)?.commitDirectory(join(home, "pipelines/out/gitops", name), "Beginning");
    }
    await controller.startBuild({ job: "/shop/shop-build" });
    await controller.idle();
    const built = await controller.wait({ job: "/shop/shop-image", number: 1 });
    expect(built.result, built.log).toBe("SUCCESS");
    const { repository = "", tags = [], digest = "" } = (await recordOf(built)).images["shop/shop"] ?? {};
    image = { repository, tag: `${tags[0]}@${digest}` };
  });
  afterAll(async () => {
    await runner?.stop();
    await ssh?.stop();
    await lab?.stop();
    if (home !== undefined) await removeTemporary(home);
  });

  async function configure([known, wrong]: string[], [deployKey, signingKey]: string[]) {
    const over = (name: string) => `${ssh.url}${repositories.get(name)?.directory}`;
    const http = (name: string) => ({ git: `${lab.git.url}/ops/${name}.git`, credentials: "git" });
    const generated = await emitSmall(home, `${lab.git.url}/shop/shop.git`, {
      platform: {
        registries: { lab: { host: lab.registry.host, insecure: true, credentials: { push: "robot" } } },
        engines: { buildah: { agent: { label: "linux" } } },
        delivery: {
          handoff: "argocd",
          argocd: { one: { server: "https://argocd.acme.internal", environments: [...environments] } },
        },
        environments: {
          chart: { gitops: { ...http("chart"), layout: "helm", chart: { path: "charts/{service}" } } },
          plain: { gitops: { ...http("plain"), layout: "manifests", path: "{environment}/{service}" } },
          keyed: { gitops: { git: over("keyed"), credentials: "key", knownHosts: [known], signing: "signing" } },
          stranger: { gitops: { git: over("stranger"), credentials: "key", knownHosts: [wrong] } },
        },
        locks: { replace: ["credentials", "stages.agent"] },
      },
      site: { pods: {} },
      service: {
        credentials: "git",
        version: "1.0.{build}",
        branches: [{ branch: "main", through: "stranger" }],
        stages: [
          { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" },
          {
            id: "image",
            kind: "image",
            owner: "shop",
            engine: "buildah",
            image: { registry: "lab", name: "shop/shop" },
          },
          ...environments.map((name) => ({
            ...{ id: name, kind: "deploy", owner: "shop", environment: name },
            ...(name === "plain" ? { agent: { pod: { image: toolImage } } } : {}),
          })),
        ],
      },
    });
    const login = (id: string, { user: username, password }: typeof pusher) =>
      ({ id, folder: "/shop", kind: "usernamePassword", username, password }) as const;
    const sshKey = (id: string, privateKey = "") =>
      ({ id, folder: "/shop", kind: "sshUserPrivateKey", username: "root", privateKey }) as const;
    const pods = { name: "pods", labels: [], kubernetes: true, containers: { build: {} } };
    return {
      ...generated,
      agents: [...(generated.agents ?? []), pods],
      environment: {
        ...lab.environment,
        PATH: `${await kustomizePath()}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      },
      credentials: [
        login("git", writer),
        login("robot", pusher),
        sshKey("key", deployKey),
        sshKey("signing", signingKey),
      ],
    };
  }

  const built = (name: string): Promise<BuildResult> => controller.wait({ job: `/shop/shop-${name}`, number: 1 });

  async function tree(name: string): Promise<string> {
    const directory = join(home, name);
    await mkdir(directory);
    await repositories.get(name)?.export(directory);
    return directory;
  }

  it("helm: the values contain repository, tag and digest, and the chart uses them", async () => {
    const { result, log } = await built("chart");
    expect(result, log).toBe("SUCCESS");
    const values = "apps/shop/overlays/chart/values.yaml";
    const text = (await repositories.get("chart")?.read(values)) ?? "";
    expect(parse(text)).toEqual({ image });
    expect(text).toMatch(/^# shop in chart\. /);
    const helm = join(await toolFolder("helm"), "helm");
    const { stdout } = await execa(helm, ["template", "shop", "charts/shop", "--values", values], {
      cwd: await tree("chart"),
    });
    expect(stdout).toContain(`image: "${image.repository}:${image.tag}"`);
  });

  it("in a pod: the scripts run in the container of the image, and git reads the application outside of it", async () => {
    const { trace } = await built("plain");
    const containers = (step: string, text: string) =>
      trace.filter((it) => it.step === step && JSON.stringify(it.arguments).includes(text)).map((it) => it.container);
    expect(trace.map(({ step }) => step)).toContain("podTemplate");
    expect(new Set(containers("sh", ": plain"))).toEqual(new Set(["build"]));
    expect(containers("checkout", "shop/shop.git")[0]).toBe("");
    const { trace: labelled } = await built("chart");
    expect(labelled.map(({ step }) => step)).not.toContain("podTemplate");
  });

  it("plain manifests: the container's image has the digest, and comments are kept", async () => {
    const { result, log } = await built("plain");
    expect(result, log).toBe("SUCCESS");
    const text = (await repositories.get("plain")?.read("plain/shop/deployment.yaml")) ?? "";
    expect(parse(text).spec.template.spec.containers).toEqual([
      expect.objectContaining({ image: `${image.repository}:${image.tag}` }),
    ]);
    expect(text).toMatch(/^# shop in plain\. /);
  });

  it("over SSH with a key, signed: git verifies the commit, and no key is printed or left", async () => {
    const { result, log, trace } = await built("keyed");
    expect(result, log).toBe("SUCCESS");
    const directory = await tree("keyed");
    expect(await kustomizeBuild(join(directory, "apps/shop/overlays/keyed"))).toContain(image.tag.split("@")[1]);
    const verify = async (publicKey: string) => {
      const signers = join(home, "signers");
      await writeFile(signers, `stagewright@localhost ${publicKey}\n`);
      const given = ["-c", `gpg.ssh.allowedSignersFile=${signers}`, "verify-commit", "HEAD"];
      return (await execa("git", given, { cwd: directory, reject: false })).exitCode;
    };
    expect(await verify(signer)).toBe(0);
    expect(await verify((await makeSshKey()).publicKey)).not.toBe(0);
    const secret = key.split("\n")[3] ?? "none";
    expect(log + JSON.stringify(trace)).not.toContain(secret);
    const left = await execa("grep", ["-rl", secret, join(home, "jenkins")], { reject: false });
    expect(left.stdout).toBe("");
  });

  it("over SSH, a server with another host key is rejected", async () => {
    const { result, error, log } = await built("stranger");
    expect([result, error]).toEqual(["FAILURE", expect.stringContaining("could not be cloned")]);
    expect(log).toContain("Host key verification failed");
  });
});
