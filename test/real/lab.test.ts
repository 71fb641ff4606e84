import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type BaseImage,
  dockerClients,
  gitEnvironment,
  type Lab,
  makeTemporary,
  pushBaseImage,
  removeTemporary,
  request,
  startLab,
} from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";

const login = { user: "robot", password: "s3cret $pass'word" };
const wrong = { user: "robot", password: "not it" };

async function makeContext(directory: string): Promise<string> {
  const context = join(directory, "context");
  await mkdir(context);
  await writeFile(
    join(context, "Dockerfile"),
    "ARG BASE\nFROM $BASE\nCOPY note /note\nRUN echo built > /built\nUSER nobody\n",
  );
  await writeFile(join(context, "note"), "hello\n");
  return context;
}

describeWith(["docker-registry", "htpasswd", "busybox"], "the registry", () => {
  it("has a base image that is the same on every run, protected by a password", async () => {
    const lab = await startLab({ registry: { users: [login] } });
    try {
      const { registry } = lab;
      const base = await pushBaseImage(registry);
      const again = await pushBaseImage(registry, { tag: "2" });
      expect(again.digest).toBe(base.digest);
      expect(await registry.repositories()).toEqual(["base/busybox"]);
      expect(await registry.tags("base/busybox")).toEqual(["1", "2"]);
      expect((await registry.layers("base/busybox", "1")).flat()).toContain("./bin/sh");
      expect((await registry.file("base/busybox", "1", "./etc/passwd"))?.toString()).toContain("root:x:0:0");
      await expect(pushBaseImage(registry, { login: wrong })).rejects.toThrow("401");
      expect((await request(`${registry.url}/v2/`)).status).toBe(401);
    } finally {
      await lab.stop();
    }
  });

  it("uses TLS with its own certificate authority", async () => {
    const { registry, stop } = await startLab({ registry: { tls: true, users: [login] } });
    try {
      expect((await pushBaseImage(registry)).digest).toMatch(/^sha256:/);
      await expect(request(`${registry.url}/v2/`)).rejects.toThrow(/certificate/);
    } finally {
      await stop();
    }
  });
});

describeWith(["docker-registry", "htpasswd", "busybox", "dockerd"], "docker", () => {
  let lab: Lab<{ registry: { users: [typeof login] }; docker: true }>;
  let base: BaseImage;
  let directory: string;
  beforeAll(async () => {
    lab = await startLab({ registry: { users: [login] }, docker: true });
    base = await pushBaseImage(lab.registry);
    directory = await makeTemporary("docker-test");
    await makeContext(directory);
  });
  afterAll(async () => {
    await lab?.stop();
    await removeTemporary(directory);
  });

  it("has at least one client, and each of them builds and pushes with a password", async () => {
    const clients = await dockerClients();
    expect(clients).not.toEqual([]);
    for (const [index, client] of clients.entries()) {
      const tag = `${lab.registry.host}/shop/shop:${index}`;
      const run = clientOf(client.path, directory, index);
      const registry = lab.registry.host;
      await run(["login", "--username", login.user, "--password-stdin", registry], login.password);
      await run([
        "build",
        "--quiet",
        "--network=none",
        "--build-arg",
        `BASE=${base.pinned}`,
        "--tag",
        tag,
        join(directory, "context"),
      ]);
      await run(["push", "--quiet", tag]);
      const image = await lab.registry.image("shop/shop", String(index));
      expect(image.config.config.User).toBe("nobody");
      expect((await lab.registry.file("shop/shop", image.digest, "built"))?.toString()).toBe("built\n");
    }
  });

  it("rejects a wrong password", async () => {
    const [client] = await dockerClients();
    const run = clientOf(client?.path ?? "docker", directory, 9);
    const logging = run(["login", "--username", wrong.user, "--password-stdin", lab.registry.host], wrong.password);
    await expect(logging).rejects.toThrow(/401|unauthorized/i);
  });

  function clientOf(path: string, home: string, index: number) {
    const env = { ...lab.environment, DOCKER_CONFIG: join(home, `config-${index}`), DOCKER_BUILDKIT: "" };
    return (args: string[], input = "") => execa(path, args, { env, input });
  }
});

describeWith(["docker-registry", "htpasswd", "busybox", "podman", "buildah", "skopeo"], "the buildah trio", () => {
  let lab: Lab<{ registry: { users: [typeof login] }; containers: true }>;
  let directory: string;
  beforeAll(async () => {
    lab = await startLab({ registry: { users: [login] }, containers: true });
    directory = await makeTemporary("buildah-test");
  });
  afterAll(async () => {
    await lab?.stop();
    await removeTemporary(directory);
  });

  it("logs in, pulls, builds and pushes in a private store", async () => {
    const base = await pushBaseImage(lab.registry);
    const context = await makeContext(directory);
    const run = (command: string, args: string[], input = "") => execa(command, args, { env: lab.environment, input });
    const plain = "--tls-verify=false";
    const user = ["--username", login.user, "--password-stdin"];
    await expect(run("podman", ["login", plain, ...user, lab.registry.host], wrong.password)).rejects.toThrow(
      /unauthorized|invalid/i,
    );
    await run("podman", ["login", plain, ...user, lab.registry.host], login.password);
    await run("podman", ["pull", "--quiet", plain, base.pinned.replace(/:1@/, "@")]);
    const argument = `BASE=${base.pinned.replace(/:1@/, "@")}`;
    await run("buildah", ["build", "--pull=never", "--build-arg", argument, "--tag", "localhost/shop:1", context]);
    const digestFile = join(directory, "digest");
    const [from, to] = ["containers-storage:localhost/shop:1", `docker://${lab.registry.host}/shop/shop:1`];
    await run("skopeo", ["copy", "--quiet", "--dest-tls-verify=false", "--digestfile", digestFile, from, to]);
    const image = await lab.registry.image("shop/shop", "1");
    expect(image.digest).toBe((await readFile(digestFile, "utf8")).trim());
    expect(image.config.config.User).toBe("nobody");
    expect(await lab.containers.images()).toContain("localhost/shop:1");
    expect(await lab.containers.workingContainers()).toEqual([]);
  });
});

describeWith(["git"], "the git server", () => {
  const users = [
    { user: "reader", password: "r:ead", read: ["shop/shop"] },
    { user: "writer", password: "write", write: ["shop/shop"] },
  ] as const;
  let lab: Lab<{ git: typeof users }>;
  let directory: string;
  beforeAll(async () => {
    lab = await startLab({ git: users });
    directory = await makeTemporary("git-test");
  });
  afterAll(async () => {
    await lab?.stop();
    await removeTemporary(directory);
  });
  const as = (user: string, password: string, url: string) =>
    url.replace("//", `//${encodeURIComponent(user)}:${encodeURIComponent(password)}@`);
  const git = (...args: string[]) => execa("git", args, { cwd: directory, env: gitEnvironment });

  it("accepts only users with permission", async () => {
    const repository = await lab.git.create("shop/shop");
    const first = await repository.commit({ "a/file": "one\n" }, "Begin");
    await lab.git.create("ops/dev");
    await git("clone", "--quiet", as("reader", "r:ead", repository.url), "clone");
    expect(await readFile(join(directory, "clone/a/file"), "utf8")).toBe("one\n");
    await expect(git("ls-remote", as("reader", "wrong", repository.url))).rejects.toThrow(/Authentication failed/);
    await expect(git("ls-remote", repository.url)).rejects.toThrow();
    await expect(git("ls-remote", as("reader", "r:ead", `${lab.git.url}/ops/dev.git`))).rejects.toThrow(/403/);
    await git("-C", "clone", "commit", "--quiet", "--allow-empty", "--message", "Second\n\nService: shop");
    const push = (user: string, password: string) =>
      git("-C", "clone", "push", as(user, password, repository.url), "HEAD:main");
    await expect(push("writer", "wrong")).rejects.toThrow(/Authentication failed/);
    await expect(push("reader", "r:ead")).rejects.toThrow(/403/);
    expect(await repository.head()).toBe(first);
    await push("writer", "write");
    const [second] = await repository.log();
    expect(second).toMatchObject({ subject: "Second", message: "Second\n\nService: shop", author: "Ada Author" });
    expect(lab.git.requests.filter((asked) => asked.status === 403)).toHaveLength(2);
  });

  it("commits, branches, tags and runs hooks on the server", async () => {
    const repository = await lab.git.create("shop/catalog");
    await repository.commit({ "a.txt": "1\n", "b.txt": "1\n" }, "Begin");
    await repository.commit({ "b.txt": null, "c.txt": "2\n" }, "Change", { branch: "topic" });
    expect(await repository.branches()).toEqual(["main", "topic"]);
    expect(await repository.files("topic")).toEqual(["a.txt", "c.txt"]);
    await repository.tag("v1", "topic");
    expect(await repository.head("v1")).toBe(await repository.head("topic"));
    await repository.hook("pre-receive", "echo 'not today' >&2; exit 1");
    await expect(repository.commit({ d: "" }, "Refused")).rejects.toThrow(/not today/);
    expect(await repository.read("a.txt")).toBe("1\n");
  });
});
