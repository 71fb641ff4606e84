import { mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import {
  type BuildResult,
  type Controller,
  type CredentialConfig,
  startRunner,
} from "../../../generator/rehearse/index.ts";
import { imageToolsFolder } from "../image-tools/tools.ts";
import { startDisk } from "../lab/disk.ts";
import {
  dockerClients,
  makeTemporary,
  pushBaseImage,
  removeTemporary,
  startDocker,
  startFaultyProxy,
  startLab,
  startRegistry,
} from "../lab/index.ts";
import type { EngineUnderTest } from "./engines.ts";
import { auditor, gitUser, ledgerCredentials, reader, robot } from "./secrets.ts";
import { compileLedger } from "./specs.ts";

/** A bank's site: a registry behind a proxy, one with its own certificate authority, a daemon, git, and a server that sends commands to builds. */
export type LedgerSite = Awaited<ReturnType<typeof startLedgerSite>>;

/** The tools that the ledger's tests need. */
export const ledgerCommands = [
  ...["git", "java", "mvn", "dockerd", "docker", "buildah", "podman", "skopeo"],
  ...["rootlesskit", "newuidmap", "go", "docker-registry", "htpasswd", "openssl", "busybox"],
];

/** The variable parts of a ledger pipeline. */
export interface PipelineKeys {
  readonly source?: Readonly<Record<string, unknown>>;
  readonly stage?: Readonly<Record<string, unknown>>;
  /** Additional registries, or another `main`. */
  readonly registries?: Readonly<Record<string, unknown>>;
  readonly site?: Readonly<Record<string, unknown>>;
  /** Additional credentials of Jenkins. */
  readonly credentials?: readonly CredentialConfig[];
}

/** The pipeline of a service with one engine, on its own Jenkins. */
export interface Pipeline {
  /** The image's name in the registry. */
  readonly name: string;
  /** Contains the generated files, Jenkins' home and the builds' TMPDIR. */
  readonly home: string;
  /** The agent's folder, with its workspaces. */
  readonly agent: string;
  readonly controller: Controller;
  /** Builds the newest commit's source, whose version is 1.0.BUILD, and then its image; returns the image's build. */
  release(): Promise<BuildResult>;
  /** Builds the image of the last source build again; a user starts it if one is given. */
  again(user?: string): Promise<BuildResult>;
  /** Aborts the image's build. */
  abort(user: string): Promise<void>;
}

const jobs = { source: "/money/ledger-source", image: "/containers/ledger-image" };
const losing = fileURLToPath(new URL("../lab/losing-digest.sh", import.meta.url));

/** Starts the servers and a disk of this size in MiB; `pipeline` then compiles the specs, and can be called several times. */
export async function startLedgerSite(size = 768) {
  const lab = await startLab({ registry: { users: [auditor, robot] }, containers: true, git: [gitUser], sink: true });
  const started = await Promise.all([
    startFaultyProxy(lab.registry.host),
    startRegistry({ tls: true, users: [auditor, robot, reader] }),
    startDisk(size),
    makeTemporary("ledger"),
    startRunner(),
  ]);
  const [proxy, secure, disk, root, runner] = started;
  const docker = await startDocker(join(disk.folder, "docker"));
  const base = await pushBaseImage(lab.registry);
  const application = await lab.git.create("money/ledger", fileURLToPath(new URL("app", import.meta.url)));
  // The input of a cached step, and the sign that it ran.
  const first = await application.commit({ dependencies: `${lab.sink.url}/ran\n` }, "Dependencies");
  const changed = await application.commit({ "files/books/current": "balance: 7\n" }, "A payment");
  await application.reset(first);
  // Common settings of the secure registry and the remote one.
  await pushBaseImage(secure);
  await pushBaseImage(lab.registry, { repository: "mirror/base/busybox" });
  const old = await pushBaseImage(lab.registry, { repository: "base/moved", environment: { AGE: "old" } });
  await pushBaseImage(lab.registry, { repository: "base/moved", environment: { AGE: "new" } });
  const behindProxy = (image: string) => image.replace(lab.registry.host, proxy.host);
  // Commands are shell scripts; the default does nothing.
  lab.sink.answer(() => ({ body: "true\n" }));
  const environment = { ...lab.environment, ...docker.environment, PATH: await searchPath() };
  const rootless = { ROOTLESS_TOOLS: await imageToolsFolder(), ROOTLESS_HIDES: dirname(root) };
  const ca = secure.certificates?.ca ?? "";
  return {
    ...{ registry: lab.registry, git: lab.git, sink: lab.sink, containers: lab.containers },
    ...{ proxy, secure, disk, root, docker, base, application },
    /** The base image for specs: behind the proxy, pinned by digest. */
    pinned: behindProxy(base.pinned),
    tagged: behindProxy(base.tagged),
    /** A base image whose tag has moved. */
    old: behindProxy(old.pinned),
    commits: { first, changed },
    /** Removes everything that docker keeps on its machine, like on a new agent. */
    forgetLayers: async () => {
      await execa("docker", ["builder", "prune", "--all", "--force"], { env: docker.environment });
      await execa("docker", ["system", "prune", "--all", "--force"], { env: docker.environment });
    },
    pipeline: async (engine: EngineUnderTest, title: string, keys: PipelineKeys = {}): Promise<Pipeline> => {
      const name = `ledger/${title.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}-${engine.title}`;
      const login = { credentials: { push: "main-push", pull: "main-pull" } };
      const registries = { main: { host: proxy.host, insecure: true, ...login }, ...keys.registries };
      const files = compileLedger({ ...keys, name, engine, git: lab.git.url, registries });
      const home = join(root, name);
      for (const { path, content } of files) await write(join(home, "pipelines/out", path), content);
      const agent = await layOut(home, join(disk.folder, name));
      const controller = await runner.controller({
        home: join(home, "jenkins"),
        pipelines: join(home, "pipelines"),
        jobDsl: files
          .filter((it) => it.path.startsWith("jenkins/jobs/"))
          .map((it) => join(home, "pipelines/out", it.path)),
        libraries: [{ name: "bank-ci", root: join(home, "pipelines/out/library"), trusted: false }],
        sandbox: true,
        agents: [{ name: "plain", labels: ["plain"] }, faultyAgent(engine, agent, size, rootless)],
        environment: { ...environment, PATH: `${join(home, "bin")}:${environment.PATH}`, TMPDIR: join(home, "tmp") },
        credentials: [...ledgerCredentials(ca), ...(keys.credentials ?? [])],
      });
      await writeWrappers(join(home, "bin"), environment.PATH, flagOf(agent));
      return { name, home, agent, controller, ...runs(controller) };
    },
    stop: async () => {
      await runner.stop();
      await Promise.all([lab, proxy, secure, docker].map((it) => it.stop()));
      await disk.stop();
      await removeTemporary(root);
    },
  };
}

/** Jenkins' home, with the agents on the small disk. */
async function layOut(home: string, onDisk: string): Promise<string> {
  for (const folder of [onDisk, join(home, "jenkins"), join(home, "tmp"), join(home, "bin")]) {
    await mkdir(folder, { recursive: true });
  }
  await symlink(onDisk, join(home, "jenkins/agents"));
  return join(home, "jenkins/agents/builder");
}

/** While this file exists, the tools lose the digests of pushed images. kaniko's container can see it, too. */
export function flagOf(agent: string): string {
  return join(agent, "workspace/containers/lose-digest");
}

async function writeWrappers(folder: string, path: string, flag: string): Promise<void> {
  for (const tool of ["docker", "skopeo"]) {
    const script = `#!/bin/sh\nPATH='${path}'\nexport PATH\nexec '${losing}' '${flag}' ${tool} "$@"\n`;
    await writeFile(join(folder, tool), script, { mode: 0o755 });
  }
}

function faultyAgent(
  { agent }: EngineUnderTest,
  folder: string,
  size: number,
  rootless: Readonly<Record<string, string>>,
): EngineUnderTest["agent"] {
  const { kaniko, buildkit } = agent.containers ?? {};
  if (buildkit !== undefined)
    return { ...agent, containers: { ...agent.containers, buildkit: { ...buildkit, env: rootless } } };
  if (kaniko === undefined) return agent;
  const env = { ...kaniko.env, KANIKO_AROUND: losing, KANIKO_FLAG: flagOf(folder), KANIKO_DISK: `${size / 4}m` };
  return { ...agent, containers: { ...agent.containers, kaniko: { ...kaniko, env } } };
}

function runs(controller: Controller) {
  let source = 0;
  let image = 0;
  const wait = () => controller.wait({ job: jobs.image, number: image });
  return {
    release: async () => {
      image += 1;
      const { number, result, log } = await controller.build({ job: jobs.source });
      if (result !== "SUCCESS") throw new Error(log);
      source = number;
      await controller.idle();
      return wait();
    },
    again: async (user?: string) => {
      image += 1;
      const by = user === undefined ? {} : { user };
      await controller.startBuild({ job: jobs.image, parameters: { UPSTREAM_BUILD: String(source) }, ...by });
      return wait();
    },
    abort: (user: string) => controller.abort({ job: jobs.image, number: image }, user),
  };
}

/** The docker client with BuildKit first, BuildKit itself, node for the fake kaniko. */
async function searchPath(): Promise<string> {
  const clients = await dockerClients();
  const client = clients.find((it) => it.buildx || Number.parseInt(it.version, 10) < 23);
  if (client === undefined) throw new Error("no docker client here has BuildKit: install buildx");
  const tools = await imageToolsFolder();
  const system = ["/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
  return [dirname(client.path), ...system, tools, dirname(process.execPath)].join(delimiter);
}

async function write(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
