import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { gzipSync } from "node:zlib";
import { Failure } from "../diagnostics/failure.ts";
import { tarOf } from "./tar.ts";

/** The registry of a rehearsal, on the loopback interface. */
export interface LocalRegistry {
  readonly host: string;
  /** The base image in it, with tag and digest. */
  readonly base: string;
  stop(): Promise<void>;
}

const types = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

/** Starts the registry program of this machine on a free port, and pushes a base image made of busybox. */
export async function startRegistry(folder: string): Promise<LocalRegistry> {
  const program = findProgram(["docker-registry", "registry"]);
  const busybox = findProgram(["busybox"]);
  if (program === null || busybox === null) {
    const missing = program === null ? "a registry program" : "busybox";
    throw new Failure(
      `--with-registry: ${missing} is not installed`,
      2,
      "install the packages docker-registry and busybox-static, or use --dry",
    );
  }
  await mkdir(folder, { recursive: true });
  const file = join(folder, "config.yml");
  const storage = { filesystem: { rootdirectory: join(folder, "storage") } };
  await writeFile(
    file,
    JSON.stringify({
      version: 0.1,
      log: { level: "info" },
      storage,
      http: { addr: "127.0.0.1:0", secret: "rehearsal" },
    }),
  );
  const child = spawn(program, ["serve", file], { stdio: ["ignore", "pipe", "pipe"] });
  const host = await addressOf(child);
  const kill = () => void child.kill();
  process.once("exit", kill);
  return {
    host,
    base: await pushBase(host, busybox),
    stop: async () => {
      process.removeListener("exit", kill);
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}

/** The first of these programs on the PATH, or null. */
export function findProgram(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  return null;
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const read = (line: string) => {
      const found = /listening on (127\.0\.0\.1:\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    };
    for (const input of [child.stdout, child.stderr]) if (input) createInterface({ input }).on("line", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Failure(`the registry ended with exit code ${code}`, 2)));
  });
}

/** Pushes an image with only busybox, which is identical in every run. */
async function pushBase(host: string, busybox: string): Promise<string> {
  const layer = tarOf([
    ...["bin/", "etc/", "home/", "root/", "tmp/", "var/"].map((path) => ({ path, content: null })),
    { path: "bin/busybox", content: await readFile(busybox), mode: 0o755 },
    ...["sh", "cat", "cp", "ls", "mkdir", "mv", "rm", "env", "echo", "true", "id"].map((name) => ({
      path: `bin/${name}`,
      link: "busybox",
    })),
    {
      path: "etc/passwd",
      content: Buffer.from("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/home:/bin/false\n"),
    },
    { path: "etc/group", content: Buffer.from("root:x:0:\nnogroup:x:65534:\n") },
    ...["hostname", "hosts", "resolv.conf"].map((name) => ({ path: `etc/${name}`, content: Buffer.alloc(0) })),
  ]);
  const packed = gzipSync(layer);
  const config = Buffer.from(JSON.stringify(configOf(digestOf(layer))));
  const repository = `http://${host}/v2/rehearsal/base`;
  await pushBlob(repository, host, packed);
  await pushBlob(repository, host, config);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, size: config.length, digest: digestOf(config) },
    layers: [{ mediaType: types.layer, size: packed.length, digest: digestOf(packed) }],
  });
  await send(`${repository}/manifests/1`, "PUT", 201, Buffer.from(manifest), types.manifest);
  return `${host}/rehearsal/base:1@${digestOf(Buffer.from(manifest))}`;
}

function configOf(layer: string): unknown {
  return {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    config: { Env: ["PATH=/bin"], Cmd: ["sh"] },
    rootfs: { type: "layers", diff_ids: [layer] },
    history: [{ created: "1970-01-01T00:00:00Z", created_by: "busybox" }],
  };
}

async function pushBlob(repository: string, host: string, bytes: Buffer): Promise<void> {
  const { headers } = await send(`${repository}/blobs/uploads/`, "POST", 202);
  const place = new URL(headers.get("location") ?? "", `http://${host}`);
  place.searchParams.set("digest", digestOf(bytes));
  await send(place.href, "PUT", 201, bytes, "application/octet-stream");
}

async function send(url: string, method: string, expected: number, body?: Buffer, type?: string): Promise<Response> {
  const headers = type === undefined ? {} : { "content-type": type };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
  if (response.status !== expected) throw new Error(`The registry answered ${response.status} to ${method} ${url}.`);
  return response;
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
