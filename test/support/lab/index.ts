import { type Containers, type ContainersOptions, makeContainers } from "./containers.ts";
import { type Docker, sharedDocker } from "./docker.ts";
import { type GitServer, type GitUser, startGitServer } from "./git-server.ts";
import { type HttpSink, startHttpSink } from "./http-sink.ts";
import { type Registry, type RegistryOptions, startRegistry } from "./registry.ts";

export { type BaseImage, type BaseImageOptions, pushBaseImage } from "./base-image.ts";
export { findLeaks, type Leak, leaksOf, type Needles, secretForms } from "./canary.ts";
export type { Containers, ContainersOptions } from "./containers.ts";
export { type Docker, type DockerClient, dockerClients, startDocker } from "./docker.ts";
export { type FaultyProxy, startFaultyProxy } from "./faulty-proxy.ts";
export { type Commit, GitRepository } from "./git-repository.ts";
export { git, gitEnvironment } from "./git-run.ts";
export type { GitRequest, GitServer, GitUser } from "./git-server.ts";
export { request } from "./http-client.ts";
export { type HttpSink, type SinkAnswer, type SinkRequest, startHttpSink } from "./http-sink.ts";
export { type ImagePicture, pictureOf } from "./image-tree.ts";
export { type ProcSample, type ProcSampler, startProcSampler } from "./proc-sampler.ts";
export { Registry, type RegistryOptions, type RegistryUser, startRegistry } from "./registry.ts";
export type { Image, ImageConfig, Manifest } from "./registry-client.ts";
export { makeTemporary, removeTemporary } from "./temporary.ts";

/** The servers that a suite needs; `true` starts one with default options. */
export interface LabOptions {
  readonly registry?: true | RegistryOptions;
  readonly docker?: true;
  readonly containers?: true | ContainersOptions;
  readonly git?: true | readonly GitUser[];
  readonly sink?: true;
}

interface Servers {
  readonly registry: Registry;
  readonly docker: Docker;
  readonly containers: Containers;
  readonly git: GitServer;
  readonly sink: HttpSink;
}

/** The requested servers, and a function to stop them all. */
export type Lab<O extends LabOptions> = Pick<Servers, keyof O & keyof Servers> & {
  /** The environment for docker, podman, buildah and skopeo. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
};

/** Starts the servers that a suite needs, all at once; if one fails, the others are stopped. */
export async function startLab<const O extends LabOptions>(options: O): Promise<Lab<O>> {
  const { registry, docker, containers, git, sink } = options;
  const starting = {
    registry: registry && startRegistry(registry === true ? {} : registry),
    docker: docker && sharedDocker(),
    containers: containers && makeContainers(containers === true ? {} : containers),
    git: git && startGitServer(git === true ? [] : git),
    sink: sink && startHttpSink(),
  };
  const started = await Promise.allSettled(Object.values(starting));
  const servers = started.flatMap((result) => (result.status === "fulfilled" && result.value ? [result.value] : []));
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const failed = started.find((result) => result.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  const lab: Record<string, unknown> = { stop, environment: {} };
  for (const [name, server] of Object.entries(starting)) {
    const running = await server;
    if (!running) continue;
    lab[name] = running;
    if ("environment" in running) lab.environment = { ...(lab.environment as object), ...running.environment };
  }
  return lab as unknown as Lab<O>;
}
