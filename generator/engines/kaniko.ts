import type { Engine } from "./engine.ts";

/** A container of a pod builds in its own file system and pushes. skopeo in a second container queries the registry. */
export const kaniko: Engine = {
  name: "kaniko",
  nature: "has no daemon: each build is a container of its own",
  daemon: false,
  scripts: [
    { name: "login", container: "tools", shell: "/bin/sh" },
    { name: "platforms", container: "tools", shell: "/bin/sh" },
    // After a build, the container's /bin/sh is the built image's.
    { name: "build", container: "kaniko", shell: "/busybox/sh" },
    { name: "push", container: "tools", shell: "/bin/sh" },
    { name: "cleanup", container: "tools", shell: "/bin/sh" },
  ],
  environment: ({ compressedCaching = false, cacheTtl = "336h", retries = 3 }) => ({
    COMPRESSED_CACHING: String(compressedCaching),
    CACHE_TTL: String(cacheTtl),
    PUSH_RETRIES: String(retries),
  }),
  onlyPods: "kaniko unpacks the image over the file system that it runs in, and would overwrite the agent's",
  podSecurity: "baseline",
  podSettings: ["image", "tools", "memory"],
  // The pod's limits apply.
  ignoresBounds: () => null,
  givesAway: () => null,
  platforms: "one",
  cachesPlatforms: false,
  onePlatform: () => ({ message: "kaniko builds for one platform", hint: "set one of them, or use another engine" }),
  warnings: ({ image }) =>
    /^gcr\.io\/kaniko-project\//.test(String(image))
      ? [
          {
            key: "image",
            message: "kaniko's original project, gcr.io/kaniko-project, has been archived since June 2025",
            hint: "use a maintained release: ghcr.io/osscontainertools/kaniko, a -debug tag, with its digest",
          },
        ]
      : [],
};
