import type { Engine } from "./engine.ts";

/** A docker daemon on the agent builds and pushes. */
export const docker: Engine = {
  name: "docker",
  scripts: ["login", "build", "push", "cleanup"],
  environment: (settings) => ({
    BUILD_NETWORK: String(settings.network ?? "default"),
    BUILD_KIT: String(settings.buildkit ?? true),
    BUILD_MEMORY: String(settings.memory ?? ""),
  }),
};
