import type { Model } from "../model/model.ts";
import { cpuQuota, type Engine, proxySettings, scriptsIn } from "./engine.ts";

/** A docker daemon on the agent builds and pushes; in a pod, a daemon in a separate container. */
export const docker: Engine = {
  name: "docker",
  fullName: "docker",
  nature: "needs a daemon that runs as root on its host: if it fails, all builds on it fail and start again",
  daemon: true,
  scripts: scriptsIn("docker"),
  environment: (settings, inPods, proxy) => ({
    // A pod has its own daemon.
    ...(inPods || settings.host === undefined ? {} : { DOCKER_HOST: String(settings.host) }),
    ...proxySettings(proxy),
    BUILD_NETWORK: String(settings.network ?? "default"),
    BUILD_KIT: String(settings.buildkit ?? true),
    BUILDER_IMAGE: String(settings.builder ?? ""),
    BUILD_MEMORY: settings.buildkit === false ? String(settings.memory ?? "") : "",
    BUILD_CPU_QUOTA: settings.buildkit === false ? cpuQuota(settings.cpu) : "",
  }),
  onlyPods: null,
  podSecurity: "privileged",
  podSettings: ["image", "daemon", "memory"],
  ignoresBounds: ({ buildkit }) =>
    buildkit === false
      ? null
      : { message: "docker's BuildKit ignores limits for memory and CPU", hint: "buildkit: false" },
  givesAway: () => null,
  cachesDuringBuild: false,
  platforms: "several",
  cachesPlatforms: true,
  onePlatform: ({ buildkit, builder }) => {
    if (buildkit === false)
      return { message: "without BuildKit, docker builds for one platform", hint: "buildkit: true" };
    if (builder !== undefined) return null;
    return {
      message: "the docker daemon's own BuildKit builds for one platform",
      hint: "set a BuildKit image: engines.docker.builder",
    };
  },
  warnings: () => [],
  openDaemon: ({ host }) =>
    typeof host === "string" && host.startsWith("tcp://")
      ? {
          key: "host",
          message: `builds connect to the Docker daemon at ${host} without certificates`,
          hint: "use the socket of a daemon on the agent (unix://…), or the engine buildkit, which connects with certificates",
        }
      : null,
  socket: "Docker",
  loopback: { network: "host" },
  authorities: [],
  podValues: (model) => ({ daemonArguments: daemonArguments(model) }),
  proposal: "needs agents with a Docker daemon",
  measurement: {
    peak: { small: [180, 247], large: [180, 180] },
    seconds: { small: [3.5, 6], large: [21, 22] },
    idle: 120,
    how: "docker 20.10.24, storage driver vfs; including the daemon",
  },
  product: {
    id: "docker",
    name: "docker",
    role: "engine",
    needs: [],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "the engine's sources are the Moby project",
    references: "its image format is used by the other engines",
    support: ["Docker", "Mirantis"],
    sources: ["https://github.com/moby/moby/blob/master/LICENSE", "https://docs.mirantis.com/mcr/23.0/single"],
    checked: "2026-11-25",
  },
  formerProduct: null,
};

/** Registry arguments for the pod's own daemon. On an agent, the daemon's configuration sets these. */
function daemonArguments({ registries }: Model): string[] {
  const plain = registries.filter(({ insecure }) => insecure).map(({ host }) => `--insecure-registry=${host}`);
  // The daemon supports a mirror only for Docker Hub, and only at the root of a host.
  const hub = registries.find(({ host, mirror }) => host === "docker.io" && mirror !== null && !mirror.includes("/"));
  if (hub === undefined) return plain;
  const insecure = registries.some((it) => it.host === hub.mirror && it.insecure);
  return [...plain, `--registry-mirror=${insecure ? "http" : "https"}://${hub.mirror}`];
}
