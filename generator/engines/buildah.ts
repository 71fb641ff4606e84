import { cpuQuota, type Engine, scriptsIn } from "./engine.ts";

/** podman logs in and pulls, buildah builds, skopeo pushes; no daemon. */
export const buildah: Engine = {
  name: "buildah",
  nature: "has no daemon: podman logs in and pulls the base image, buildah builds, skopeo pushes",
  daemon: false,
  scripts: scriptsIn("buildah"),
  environment: ({ isolation = "chroot", memory = "", cpu, storage = "vfs" }) => ({
    BUILDAH_ISOLATION: String(isolation),
    BUILD_MEMORY: isolation === "chroot" ? "" : String(memory),
    BUILD_CPU_QUOTA: isolation === "chroot" ? "" : cpuQuota(cpu),
    STORAGE_DRIVER: String(storage),
  }),
  onlyPods: null,
  podSecurity: "privileged",
  podSettings: ["image", "memory"],
  ignoresBounds: ({ isolation = "chroot" }) =>
    isolation === "chroot"
      ? { message: "buildah's chroot isolation ignores limits for memory and CPU", hint: "isolation: oci" }
      : null,
  platforms: "several",
  cachesPlatforms: false,
  onePlatform: () => null,
  warnings: () => [],
};
