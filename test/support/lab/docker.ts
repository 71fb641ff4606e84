import { realpath, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { request } from "./control.ts";
import { startServer } from "./server-process.ts";
import { makeTemporary } from "./temporary.ts";

/** A private docker daemon. */
export interface Docker {
  /** The unix socket, in the format of DOCKER_HOST. */
  readonly host: string;
  /** The daemon's folder for images and containers. */
  readonly store: string;
  readonly environment: Readonly<Record<string, string>>;
  /** All images by name, `<none>:<none>` for images without a name. Arguments of `docker images` can filter them. */
  images(...only: string[]): Promise<string[]>;
  /** Containers of any state. */
  containers(): Promise<string[]>;
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** A docker client on PATH; a machine may have several. */
export interface DockerClient {
  readonly path: string;
  readonly version: string;
  /** Without buildx, newer clients fall back to the legacy builder. */
  readonly buildx: boolean;
}

/** Starts a docker daemon with its own store (in the caller's folder if set) and socket; needs root. */
export async function startDocker(store?: string): Promise<Docker> {
  const directory = await makeTemporary("docker");
  const path = (name: string) => join(directory, name);
  const host = `unix://${path("docker.sock")}`;
  const isolation = [
    "--data-root",
    store ?? path("data"),
    "--exec-root",
    path("exec"),
    "--pidfile",
    path("docker.pid"),
  ];
  const network = ["--iptables=false", "--ip6tables=false", "--bridge=none"];
  await writeFile(path("runc"), runtime, { mode: 0o755 });
  const server = await startServer({
    name: "dockerd",
    command: [
      "dockerd",
      "--host",
      host,
      "--storage-driver=vfs",
      ...isolation,
      ...network,
      ...withRuntime(path("runc")),
    ],
    directory,
    environment: { TMPDIR: directory, DOCKER_HOST: "" },
    ready: (log) => (/API listen on .*docker\.sock/.test(log) ? host : null),
  });
  return docker(host, server.log, server.stop, store);
}

/** The shared daemon of this test run, started at its first use; without a shared one, a separate daemon. */
export async function sharedDocker(): Promise<Docker> {
  const control = process.env.STAGEWRIGHT_LAB_CONTROL;
  if (control === undefined) return startDocker();
  const host = await request(control, "docker");
  return docker(
    host,
    () => request(control, "docker-log"),
    async () => {},
  );
}

/** The docker clients on PATH, the first one first. */
export async function dockerClients(): Promise<DockerClient[]> {
  const clients: DockerClient[] = [];
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    // /bin may be /usr/bin.
    const path = folder === "" ? null : await realpath(join(folder, "docker")).catch(() => null);
    if (path === null || clients.some((client) => client.path === path)) continue;
    const { stdout } = await execa(path, ["--version"]);
    const buildx = await execa(path, ["buildx", "version"], { reject: false });
    clients.push({ path, version: /version ([^,\s]+)/.exec(stdout)?.[1] ?? stdout, buildx: buildx.exitCode === 0 });
  }
  return clients;
}

/** runc, for machines that lack some capabilities: a privileged container gets those that exist. */
const runtime = `#!/bin/sh
for word in "$@"; do
    case "$previous" in --bundle | --process) '${process.execPath}' '${fileURLToPath(new URL("given-capabilities.mjs", import.meta.url))}' "$word" ;; esac
    previous=$word
done
exec runc "$@"
`;

function withRuntime(path: string): string[] {
  return [`--add-runtime=given=${path}`, "--default-runtime=given"];
}

function docker(host: string, log: () => Promise<string>, stop: () => Promise<void>, store?: string): Docker {
  const environment = { DOCKER_HOST: host };
  const list = async (args: string[]) => {
    const { stdout } = await execa("docker", args, { env: environment });
    return stdout.split("\n").filter((line) => line !== "");
  };
  return {
    host,
    store: store ?? join(dirname(host.replace("unix://", "")), "data"),
    environment,
    images: (...only) => list(["images", "--all", "--format", "{{.Repository}}:{{.Tag}}", ...only]),
    containers: () => list(["ps", "--all", "--format", "{{.Names}}"]),
    log,
    stop,
  };
}
