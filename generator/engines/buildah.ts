import type { Engine } from "./engine.ts";

/** podman logs in and pulls, buildah builds, skopeo pushes; no daemon. */
export const buildah: Engine = {
  name: "buildah",
  scripts: ["login", "build", "push", "cleanup"],
  environment: (settings) => ({
    BUILDAH_ISOLATION: String(settings["isolation"] ?? "chroot"),
    BUILD_MEMORY: String(settings.memory ?? ""),
    STORAGE_DRIVER: String(settings.storage ?? "vfs"),
  }),
};
