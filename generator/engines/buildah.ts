import { type Engine, scriptsIn } from "./engine.ts";

/** podman logs in and pulls, buildah builds, skopeo pushes; no daemon. */
export const buildah: Engine = {
  name: "buildah",
  scripts: scriptsIn("buildah"),
  environment: ({ isolation = "chroot", memory = "", storage = "vfs" }) => ({
    BUILDAH_ISOLATION: String(isolation),
    BUILD_MEMORY: isolation === "chroot" ? "" : String(memory),
    STORAGE_DRIVER: String(storage),
  }),
  onlyPods: null,
  podSecurity: "privileged",
  podSettings: ["image", "memory"],
  objections: ({ memory, isolation = "chroot" }) =>
    memory === undefined || isolation !== "chroot"
      ? []
      : [
          {
            key: "memory",
            message: "chroot isolation ignores a bound on memory",
            hint: "bound the agent's memory, or set isolation: oci",
          },
        ],
  warnings: () => [],
};
