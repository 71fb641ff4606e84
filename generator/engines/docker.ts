import { cpuQuota, type Engine, scriptsIn } from "./engine.ts";

/** A docker daemon on the agent builds and pushes; in a pod, a daemon in a separate container. */
export const docker: Engine = {
  name: "docker",
  nature: "needs a daemon that runs as root on its host: if it fails, all builds on it fail and start again",
  daemon: true,
  scripts: scriptsIn("docker"),
  environment: (settings) => ({
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
};
