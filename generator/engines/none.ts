import type { Engine } from "./engine.ts";

/** No engine: a command of the stage builds and pushes the image. skopeo in a second container queries the registry. */
export const none: Engine = {
  name: "none",
  fullName: "none (a tool that pushes by itself, such as Jib, ko or Buildpacks)",
  nature: "runs the command of the stage, whose tool builds and pushes without a Dockerfile and without a daemon",
  daemon: false,
  pushesItself: true,
  scripts: [
    { name: "login", container: "tools", shell: "/bin/sh" },
    { name: "platforms", container: "tools", shell: "/bin/sh" },
    { name: "build", container: "build", shell: "/bin/sh" },
    { name: "push", container: "tools", shell: "/bin/sh" },
    { name: "cleanup", container: "tools", shell: "/bin/sh" },
  ],
  environment: () => ({}),
  onlyPods: null,
  podSecurity: "restricted",
  podSettings: ["image", "tools", "memory"],
  ignoresBounds: () => ({
    message: "the command of a stage runs without limits for memory and CPU on agents with a label",
    hint: "agent: { kubernetes: { namespace: … } }",
  }),
  givesAway: () => null,
  cachesDuringBuild: false,
  platforms: "one",
  cachesPlatforms: false,
  onePlatform: () => ({
    message: "without an engine, the tool of the stage chooses the platforms",
    hint: "an engine, or remove platforms and pass them to the tool in the command",
  }),
  warnings: () => [],
  socket: null,
  authorities: [],
  podValues: () => ({}),
  proposal: null,
  // The time and the memory are those of the tool.
  measurement: null,
  product: null,
  formerProduct: null,
};
