import { type Engine, scriptsIn } from "./engine.ts";

/** A docker daemon on the agent builds and pushes; in a pod, a daemon beside it. */
export const docker: Engine = {
  name: "docker",
  scripts: scriptsIn("docker"),
  environment: (settings) => ({
    BUILD_NETWORK: String(settings.network ?? "default"),
    BUILD_KIT: String(settings.buildkit ?? true),
    BUILD_MEMORY: settings.buildkit === false ? String(settings.memory ?? "") : "",
  }),
  onlyPods: null,
  podSecurity: "privileged",
  podSettings: ["image", "daemon", "memory"],
  objections: ({ memory, buildkit }) =>
    memory === undefined || buildkit === false
      ? []
      : [
          {
            key: "memory",
            message: "BuildKit ignores a bound on memory",
            hint: "bound the agent's memory, or set buildkit: false",
          },
        ],
  warnings: () => [],
};
