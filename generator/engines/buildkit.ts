import { type Engine, proxySettings, scriptsIn } from "./engine.ts";

/** BuildKit without docker. A daemon of its own builds each image, or a remote daemon. skopeo queries the registry and pushes. */
export const buildkit: Engine = {
  name: "buildkit",
  fullName: "buildkit (BuildKit without docker)",
  nature: "starts a daemon without root for each build, or uses the site's remote daemon; skopeo pushes",
  daemon: false,
  scripts: scriptsIn("tools").map((script) =>
    // Only the container with the daemon can end it.
    ["build", "cleanup"].includes(script.name) ? { ...script, container: "buildkit" } : script,
  ),
  environment: ({ host = "", network = "host" }, inPods, proxy) => ({
    ...proxySettings(proxy),
    BUILDKIT_ADDRESS: String(host),
    // A container may not mount the /proc of a new process namespace.
    BUILDKIT_SANDBOX: String(!inPods),
    BUILD_NETWORK: String(network),
  }),
  files: { BUILDKIT_CERTIFICATES: { setting: "certificates", rights: "connect to the BuildKit daemon (PEM)" } },
  onlyPods: null,
  podSecurity: "privileged",
  // A client of a remote daemon needs no privileges.
  podSecurityWith: ({ host }) => (host === undefined ? "privileged" : "restricted"),
  lowerPodSecurity: { level: "restricted", how: "with host" },
  needs: ({ host }) => (host === undefined ? "user namespaces" : "nothing"),
  podSettings: ["image", "tools", "memory"],
  ignoresBounds: () => ({
    message: "BuildKit ignores limits for memory and CPU on agents with a label",
    hint: "agent: { kubernetes: { namespace: … } }",
  }),
  givesAway: () => null,
  cachesDuringBuild: true,
  platforms: "several",
  cachesPlatforms: true,
  onePlatform: () => null,
  warnings: () => [],
  openDaemon: ({ host, certificates }) =>
    host === undefined || certificates !== undefined
      ? null
      : {
          key: "host",
          message: `builds connect to the BuildKit daemon at ${host} without certificates`,
          hint: "start the daemon with --tlscacert, --tlscert and --tlskey, and set engines.buildkit.certificates",
        },
  unused: ({ host, certificates }) =>
    host !== undefined || certificates === undefined
      ? []
      : [
          {
            key: "certificates",
            message: "without host, each build starts its own BuildKit daemon, which needs no certificates",
            hint: "set engines.buildkit.host, or remove certificates",
          },
        ],
  socket: null,
  authorities: [],
  podValues: ({ engines }) => {
    const host = engines.find(({ name }) => name === "buildkit")?.settings.host;
    return { remote: host !== undefined };
  },
  proposal: "needs no root and no daemon on the agent",
  measurement: {
    peak: { small: [91, 91], large: [117, 117] },
    seconds: { small: [6.2, 6.2], large: [41.3, 41.3] },
    idle: null,
    how: "BuildKit 0.34.2 as root, a daemon for each build; on a busy machine, where docker took 5.3 s and 48.5 s in turn",
  },
  product: {
    id: "buildkit",
    name: "BuildKit",
    role: "engine",
    needs: [],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "a part of the Moby project; it is also the builder of docker",
    references: "docker's builder since version 23",
    support: ["Docker", "Mirantis"],
    sources: ["https://github.com/moby/buildkit"],
    checked: "2026-11-29",
  },
  formerProduct: null,
};
