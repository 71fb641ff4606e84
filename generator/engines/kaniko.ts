import type { Engine } from "./engine.ts";

/** A container of a pod builds in its own file system and pushes. skopeo in a second container queries the registry. */
export const kaniko: Engine = {
  name: "kaniko",
  fullName: "kaniko",
  nature: "has no daemon: each build is a container of its own",
  daemon: false,
  scripts: [
    { name: "login", container: "tools", shell: "/bin/sh" },
    { name: "platforms", container: "tools", shell: "/bin/sh" },
    // After a build, the container's /bin/sh is the built image's.
    { name: "build", container: "kaniko", shell: "/busybox/sh" },
    { name: "push", container: "tools", shell: "/bin/sh" },
    // The processes of RUN instructions can only be ended in their own container.
    { name: "cleanup", container: "kaniko", shell: "/busybox/sh" },
  ],
  environment: ({ compressedCaching = false, cacheTtl = "336h", retries = 3 }) => ({
    COMPRESSED_CACHING: String(compressedCaching),
    CACHE_TTL: String(cacheTtl),
    PUSH_RETRIES: String(retries),
  }),
  onlyPods: "kaniko unpacks the image over the file system that it runs in, and would overwrite the agent's",
  podSecurity: "baseline",
  needs: () => "root",
  podSettings: ["image", "tools", "memory"],
  // The pod's limits apply.
  ignoresBounds: () => null,
  givesAway: () => null,
  cachesDuringBuild: true,
  platforms: "one",
  cachesPlatforms: false,
  onePlatform: () => ({ message: "kaniko builds for one platform", hint: "set one of them, or use another engine" }),
  warnings: ({ image }) =>
    /^gcr\.io\/kaniko-project\//.test(String(image))
      ? [
          {
            key: "image",
            message: "kaniko's original project, gcr.io/kaniko-project, has been archived since June 2025",
            hint: "use the maintained fork: ghcr.io/osscontainertools/kaniko, a -debug tag, with its digest",
          },
        ]
      : [],
  socket: null,
  authorities: ["/kaniko/ssl/certs"],
  podValues: () => ({}),
  proposal: null,
  measurement: {
    peak: { small: [44, 44], large: [42, 42] },
    seconds: { small: [2.1, 2.4], large: [13.8, 13.8] },
    idle: null,
    how: "kaniko 1.28.3 with --compressed-caching=false; without it, the large build needs 1963 MB",
  },
  product: {
    id: "kaniko",
    name: "kaniko (osscontainertools)",
    role: "engine",
    needs: ["kubernetes"],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "a fork that one person maintains (November 2026); the original project was archived on 3 June 2025",
    references: "used by tools that build on kaniko, such as buildpacks and Woodpecker",
    support: [],
    sources: [
      "https://github.com/osscontainertools/kaniko/issues/257",
      "https://github.com/osscontainertools/kaniko/issues/301",
      "https://github.com/renovatebot/renovate/pull/40203",
    ],
    checked: "2026-11-25",
  },
  formerProduct: {
    product: {
      id: "kaniko-google",
      name: "kaniko (GoogleContainerTools)",
      role: "engine",
      needs: ["kubernetes"],
      licence: "Apache-2.0",
      maintenance: "archived",
      state: "archived on 3 June 2025; no further fixes",
      references: "still used in many pipelines",
      support: [],
      sources: ["https://github.com/GoogleContainerTools/kaniko/issues/3348"],
      checked: "2026-11-25",
    },
    isUsed: ({ image }) => /(^|\/)kaniko-project\//.test(String(image ?? "")),
  },
};
