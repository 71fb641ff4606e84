import { cpuQuota, type Engine, scriptsIn } from "./engine.ts";

/** podman logs in and pulls, buildah builds, skopeo pushes; no daemon. */
export const buildah: Engine = {
  name: "buildah",
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
  platforms: "several",
  cachesPlatforms: false,
  onePlatform: () => null,
  warnings: () => [],
};
