import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { execa } from "execa";
import { request } from "./http-client.ts";
import type { Registry, RegistryUser } from "./registry.ts";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** A base image in the registry. */
export interface BaseImage {
  /** Without registry, tag and digest. */
  readonly repository: string;
  readonly digest: string;
  /** `host/repository:tag`. */
  readonly tagged: string;
  /** `host/repository:tag@digest`: how a spec should name it. */
  readonly pinned: string;
}

/** Name and content of a base image; different `environment` values give different images. */
export interface BaseImageOptions {
  readonly repository?: string;
  readonly tag?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Its architectures, as one index, all with this machine's files; by default only this machine's. */
  readonly architectures?: readonly string[];
  /** The user who pushes it; by default the registry's first user. */
  readonly login?: RegistryUser;
}

const own = process.arch === "x64" ? "amd64" : process.arch;

const types = {
  index: "application/vnd.docker.distribution.manifest.list.v2+json",
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

/** Creates and pushes an image with only busybox, without an engine. It is identical on every run. */
export async function pushBaseImage(registry: Registry, options: BaseImageOptions = {}): Promise<BaseImage> {
  const { repository = "base/busybox", tag = "1" } = options;
  const layer = await makeLayer();
  const packed = gzipSync(layer);
  const push = new Push(registry, options.login ?? registry.users[0] ?? null, repository);
  await push.blob(packed);
  const image = async (architecture: string, reference: string | null) => {
    const text = JSON.stringify({
      ...configuration(digestOf(layer), options.environment ?? {}),
      architecture,
    });
    const config = Buffer.from(text);
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: { mediaType: types.config, size: config.length, digest: digestOf(config) },
      layers: [{ mediaType: types.layer, size: packed.length, digest: digestOf(packed) }],
    });
    await push.blob(config);
    const digest = digestOf(Buffer.from(manifest));
    await push.manifest(reference ?? digest, manifest);
    return { mediaType: types.manifest, size: manifest.length, digest, platform: { architecture, os: "linux" } };
  };
  const { architectures } = options;
  const digest = architectures
    ? await pushIndex(push, tag, await Promise.all(architectures.map((it) => image(it, null))))
    : (await image(own, tag)).digest;
  const tagged = `${registry.host}/${repository}:${tag}`;
  return { repository, digest, tagged, pinned: `${tagged}@${digest}` };
}

/** The list of an image's platforms, under a tag. */
async function pushIndex(push: Push, tag: string, manifests: readonly object[]): Promise<string> {
  const index = JSON.stringify({ schemaVersion: 2, mediaType: types.index, manifests });
  await push.manifest(tag, index, types.index);
  return digestOf(Buffer.from(index));
}

class Push {
  readonly #registry: Registry;
  readonly #headers: Record<string, string>;
  readonly #path: string;

  constructor(registry: Registry, login: RegistryUser | null, repository: string) {
    const basic = login && Buffer.from(`${login.user}:${login.password}`).toString("base64");
    this.#registry = registry;
    this.#headers = basic ? { authorization: `Basic ${basic}` } : {};
    this.#path = `${registry.url}/v2/${repository}`;
  }

  async blob(bytes: Buffer): Promise<void> {
    const { headers } = await this.#send("POST", `${this.#path}/blobs/uploads/`, 202);
    const location = new URL(String(headers.location), this.#registry.url);
    location.searchParams.set("digest", digestOf(bytes));
    await this.#send("PUT", location.href, 201, bytes, "application/octet-stream");
  }

  async manifest(reference: string, manifest: string, type = types.manifest): Promise<void> {
    await this.#send("PUT", `${this.#path}/manifests/${reference}`, 201, Buffer.from(manifest), type);
  }

  async #send(method: string, url: string, expected: number, body: Buffer = Buffer.alloc(0), type?: string) {
    const ca = this.#registry.certificates?.ca;
    const headers = {
      ...this.#headers,
      "content-length": String(body.length),
      ...(type ? { "content-type": type } : {}),
    };
    const response = await request(url, { method, body, headers, ...(ca ? { ca } : {}) });
    if (response.status === expected) return response;
    throw new Error(`${method} ${url}: ${response.status} ${response.body.toString()}`);
  }
}

async function makeLayer(): Promise<Buffer> {
  const root = await makeTemporary("base");
  try {
    const path = (name: string) => join(root, name);
    for (const folder of ["bin", "dev", "etc", "home", "proc", "root", "run", "sys", "tmp", "var"])
      await mkdir(path(folder));
    await chmod(path("tmp"), 0o1777);
    const { stdout: busybox } = await execa("sh", ["-c", "command -v busybox"]);
    await copyFile(busybox, path("bin/busybox"));
    await chmod(path("bin/busybox"), 0o755);
    const { stdout: applets } = await execa(busybox, ["--list"]);
    for (const applet of applets.split("\n").filter((name) => name !== "busybox")) {
      await symlink("busybox", path(`bin/${applet}`));
    }
    await writeFile(
      path("etc/passwd"),
      "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n",
    );
    // Engines mount over these files during a step, like over dev, proc and sys, and leave mount points that they create.
    for (const file of ["hostname", "hosts", "resolv.conf"]) await writeFile(path(`etc/${file}`), "");
    await writeFile(path("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
    const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=ustar"];
    const { stdout } = await execa("tar", ["-c", ...same, "-C", root, "."], {
      encoding: "buffer",
      stripFinalNewline: false,
    });
    return Buffer.from(stdout);
  } finally {
    await removeTemporary(root);
  }
}

function configuration(diffId: string, environment: Readonly<Record<string, string>>) {
  const variables = { PATH: "/bin", ...environment };
  return {
    architecture: own,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: { Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`), Cmd: ["sh"] },
    rootfs: { type: "layers", diff_ids: [diffId] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "busybox-static" }],
  };
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
