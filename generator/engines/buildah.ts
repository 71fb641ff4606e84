import { cpuQuota, type Engine, scriptsIn } from "./engine.ts";

/** podman logs in and pulls, buildah builds, skopeo pushes; no daemon. */
export const buildah: Engine = {
  name: "buildah",
  fullName: "buildah (with podman and skopeo)",
  nature: "has no daemon: podman logs in and pulls the base image, buildah builds, skopeo pushes",
  daemon: false,
  scripts: scriptsIn("buildah"),
  environment: ({ isolation, memory = "", cpu, storage = "vfs" }, inPods) => {
    // The script selects oci or rootless by the agent's user.
    const used = isolation ?? (inPods ? "chroot" : "private");
    return {
      BUILDAH_ISOLATION: String(used),
      BUILD_MEMORY: used === "chroot" ? "" : String(memory),
      BUILD_CPU_QUOTA: used === "chroot" ? "" : cpuQuota(cpu),
      STORAGE_DRIVER: String(storage),
    };
  },
  onlyPods: null,
  podSecurity: "privileged",
  needs: () => "user namespaces",
  podSettings: ["image", "memory"],
  ignoresBounds: ({ isolation }) =>
    isolation === "chroot"
      ? { message: "buildah's chroot isolation ignores limits for memory and CPU", hint: "isolation: oci" }
      : null,
  givesAway: ({ isolation }) =>
    isolation === "chroot"
      ? {
          message:
            "with buildah's chroot isolation, a RUN instruction can read and change everything that the agent's user can, such as other workspaces and running builds",
          hint: "install crun or runc on the agents and remove isolation, or set isolation: oci",
        }
      : null,
  cachesDuringBuild: true,
  platforms: "several",
  cachesPlatforms: false,
  onePlatform: () => null,
  warnings: () => [],
  socket: null,
  authorities: [],
  podValues: () => ({}),
  proposal: "needs no daemon",
  measurement: {
    peak: { small: [74, 91], large: [73, 73] },
    seconds: { small: [8.5, 9.4], large: [28, 34] },
    idle: null,
    how: "podman 4.3.1, buildah 1.28.2, skopeo 1.9.3, storage driver vfs",
  },
  product: {
    id: "buildah",
    name: "podman, buildah and skopeo",
    role: "engine",
    needs: [],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "the container tools of Red Hat Enterprise Linux since version 8",
    references: "every current Red Hat Enterprise Linux",
    support: ["Red Hat"],
    sources: ["https://github.com/cncf/sandbox/issues/309"],
    checked: "2026-11-25",
  },
  formerProduct: null,
};
