import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";
import { severalPlatformsWithout } from "../part-names.ts";

const pools = (pool: string): [string, string] => ["  tools:", `  pools: { ${pool} }\n  tools:`];
const docker = (settings: string): [string, string] => [
  "docker: { agent: { label: docker } }",
  `docker: { agent: { label: docker }${settings} }`,
];
const platforms: [string, string] = [
  "engine: buildah\n",
  "engine: kaniko\n    platforms: [linux/amd64, linux/arm64]\n",
];
const pinned = (name: string) => `harbor.acme.internal/ci/${name}:1@sha256:${digest}`;

/** What engines cannot do, what does not fit on an agent, and tools that a site has not. */
export const engines: readonly BadSpec[] = [
  {
    name: "more builds at once than an agent holds",
    platform: [
      pools("docker: { memory: 4Gi, executors: 4 }"),
      docker(", memory: 1536Mi, buildkit: false, buildsAtOnce: 3"),
    ],
    expected: [
      'stagewright.yaml:10:30+3 SW409 an agent "docker" has 4Gi of memory, but its 4 executors can run builds that need 3 × 1536Mi (docker) = 4608Mi (set engines.docker.buildsAtOnce: 2, or use larger agents)',
    ],
  },
  {
    name: "engines that share an agent too small for both",
    platform: [
      pools("linux-build: { memory: 4Gi, executors: 4 }"),
      [
        "docker: { agent: { label: docker } }",
        "docker: { agent: { label: linux-build }, memory: 1Gi, buildkit: false }",
      ],
      ["buildsAtOnce: 2 }", "buildsAtOnce: 2, memory: 1536Mi, isolation: oci }"],
    ],
    expected: [
      'stagewright.yaml:10:35+3 SW409 an agent "linux-build" has 4Gi of memory, but its 4 executors can run builds that need 2 × 1536Mi (buildah) + 2 × 1Gi (docker) = 5Gi (use fewer executors or larger agents)',
      'stagewright.yaml:21:29+11 SW434 agents with the label "linux-build" have a Docker socket and also run shop/image (use a separate label for agents with Docker)',
    ],
  },
  {
    name: "source builds next to a build that fills the agent",
    platform: [
      pools("linux: { memory: 2Gi, executors: 2, otherBuild: 1Gi }"),
      [
        "docker: { agent: { label: docker } }",
        "docker: { agent: { label: linux }, memory: 1536Mi, buildkit: false, buildsAtOnce: 1 }",
      ],
    ],
    expected: [
      'stagewright.yaml:10:29+3 SW409 an agent "linux" has 2Gi of memory, but its 2 executors can run builds that need 1 × 1536Mi (docker) + 1 × 1Gi (other builds) = 2560Mi (use fewer executors or larger agents)',
      'stagewright.yaml:21:29+5 SW434 agents with the label "linux" have a Docker socket and also run shop/build (use a separate label for agents with Docker)',
    ],
  },
  {
    name: "the needs of source builds are not configured",
    platform: [
      pools("linux: { memory: 2Gi, executors: 2 }"),
      ["docker: { agent: { label: docker } }", "docker: { agent: { label: linux }, memory: 1Gi, buildkit: false }"],
    ],
    expected: [
      'stagewright.yaml:10:19+1 SW409 agents "linux" have a memory limit and also run stages that build no image, but the memory of these is not set (add otherBuild with the memory of one such build)',
      'stagewright.yaml:21:29+5 SW434 agents with the label "linux" have a Docker socket and also run shop/build (use a separate label for agents with Docker)',
    ],
  },
  {
    name: "processors that an agent has not",
    platform: [pools("docker: { cpu: '2', executors: 2 }"), docker(", cpu: 1500m, buildkit: false")],
    expected: [
      'stagewright.yaml:10:27+1 SW409 an agent "docker" has 2 processors, but its 2 executors can run builds that need 2 × 1500m (docker) = 3 (set engines.docker.buildsAtOnce: 1, or use larger agents)',
    ],
  },
  {
    name: "an engine that does not say what a build takes",
    platform: [pools("docker: { memory: 4Gi, executors: 2 }")],
    expected: [
      'stagewright.yaml:21:11+1 SW409 docker builds on agents "docker", which have a memory limit, but the amount per build is not set (add engines.docker.memory)',
    ],
  },
  {
    name: "a bound that is only counted",
    platform: [pools("docker: { memory: 4Gi, executors: 2 }"), docker(", memory: 2Gi")],
    expected: [
      "stagewright.yaml:21:47+3 SW410 docker's BuildKit ignores limits for memory and CPU; memory: 2Gi only limits an agent with 4Gi to 2 builds at once (limit the agent itself, or set buildkit: false)",
    ],
  },
  {
    name: "a BuildKit daemon without certificates",
    platform: [docker(" }\n  buildkit: { agent: { label: linux-build }, host: 'tcp://harbor.acme.internal:1234'")],
    expected: [
      "stagewright.yaml:21:52+31 SW464 builds connect to the BuildKit daemon at tcp://harbor.acme.internal:1234 without certificates (start the daemon with --tlscacert, --tlscert and --tlskey, and set engines.buildkit.certificates)",
    ],
  },
  {
    name: "a frontend of BuildKit, as a build argument and as the argument of the base image",
    service: [["argument: BASE }", "argument: BUILDKIT_SYNTAX }\n    buildArguments: { BUILDKIT_CACHE_MOUNT_NS: x }"]],
    expected: [
      'services/shop.yaml:18:138+15 SW310 stagewright sets the build argument "BUILDKIT_SYNTAX" itself (name the argument of the Dockerfile\'s FROM line)',
      'services/shop.yaml:19:23+23 SW310 stagewright sets the build argument "BUILDKIT_CACHE_MOUNT_NS" itself (remove the argument)',
    ],
  },
  {
    name: "a remote Docker daemon, which has no certificates",
    platform: [docker(", host: 'tcp://harbor.acme.internal:2375'")],
    expected: [
      "stagewright.yaml:20:45+31 SW464 builds connect to the Docker daemon at tcp://harbor.acme.internal:2375 without certificates (use the socket of a daemon on the agent (unix://…), or the engine buildkit, which connects with certificates)",
    ],
  },
  {
    name: "certificates without a BuildKit daemon",
    platform: [docker(" }\n  buildkit: { agent: { label: linux-build }, certificates: buildkit-client")],
    expected: [
      "stagewright.yaml:21:60+15 SW405 without host, each build starts its own BuildKit daemon, which needs no certificates (set engines.buildkit.host, or remove certificates)",
    ],
  },
  {
    name: "a BuildKit daemon outside of an offline site",
    platform: [
      docker(
        " }\n  buildkit: { agent: { label: linux-build }, host: 'tcp://build.example.org:1234', certificates: buildkit-client",
      ),
    ],
    expected: [
      'stagewright.yaml:21:52+28 SW403 this site is offline and "build.example.org:1234" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
    ],
  },
  {
    name: "a BuildKit daemon at an address that is none",
    platform: [docker(" }\n  buildkit: { agent: { label: linux-build }, host: 'unix:///run/buildkit.sock'")],
    expected: [
      'stagewright.yaml:21:52+27 SW205 "unix:///run/buildkit.sock" is not the address of a BuildKit daemon: tcp://, a host and a port (for example tcp://buildkit.acme.internal:1234)',
    ],
  },
  {
    name: "a limit that BuildKit ignores",
    platform: [docker(" }\n  buildkit: { agent: { label: linux-build }, memory: 1Gi")],
    expected: [
      'stagewright.yaml:21:54+3 SW405 BuildKit ignores limits for memory and CPU on agents with a label (set memory of "linux-build" in site.pools, or set agent: { kubernetes: { namespace: … } })',
    ],
  },
  {
    name: "several platforms by kaniko",
    platform: [
      docker(` }\n  kaniko: { agent: { kubernetes: {} }, image: '${pinned("kaniko")}', tools: '${pinned("skopeo")}'`),
    ],
    service: [platforms],
    expected: [
      `services/shop.yaml:17:16+1 SW411 kaniko builds for one platform, but the stage lists linux/amd64 and linux/arm64; ${severalPlatformsWithout("kaniko")} can build for several (set one of them, or use another engine)`,
    ],
  },
  {
    name: "several platforms by the docker daemon alone",
    service: [["engine: buildah\n", "engine: docker\n    platforms: [linux/amd64, linux/arm64]\n"]],
    expected: [
      `services/shop.yaml:17:16+1 SW411 the docker daemon's own BuildKit builds for one platform, but the stage lists linux/amd64 and linux/arm64; ${severalPlatformsWithout("docker")} can build for several (set a BuildKit image: engines.docker.builder)`,
    ],
  },
  {
    name: "several platforms by docker without BuildKit",
    platform: [docker(`, buildkit: false, builder: '${pinned("buildkit")}'`)],
    service: [["engine: buildah\n", "engine: docker\n    platforms: [linux/amd64, linux/arm64]\n"]],
    expected: [
      `services/shop.yaml:17:16+1 SW411 without BuildKit, docker builds for one platform, but the stage lists linux/amd64 and linux/arm64; ${severalPlatformsWithout("docker")} can build for several (buildkit: true)`,
    ],
  },
  {
    name: "layers kept by buildah for several platforms",
    service: [
      ["engine: buildah\n", "engine: buildah\n    platforms: [linux/amd64, linux/arm64]\n    cache: shop/cache\n"],
    ],
    expected: [
      "services/shop.yaml:18:12+10 SW411 buildah cannot cache layers of builds for several platforms (remove the cache)",
      'services/shop.yaml:18:12+10 SW463 buildah pushes layers to the cache "shop/cache" while it builds, so the login "harbor-push" exists while the Dockerfile runs (remove cache, or use the engine docker)',
    ],
  },
  {
    name: "a platform that is none",
    service: [["engine: buildah\n", "engine: buildah\n    platforms: [arm64]\n"]],
    expected: [
      'services/shop.yaml:17:17+5 SW205 "arm64" is not a platform: linux/ARCHITECTURE: linux/amd64, linux/arm64, linux/arm/v7 (for example linux/arm64)',
    ],
  },
  {
    name: "tools that the site has not",
    service: [
      ["engine: buildah\n", "engine: buildah\n    sbom: true\n    sign: true\n    provenance: true\n    scan: high\n"],
    ],
    expected: [
      'services/shop.yaml:17:5+4 SW316 "sbom" requires syft, but site.tools.syft is missing (add site.tools.syft)',
      'services/shop.yaml:18:5+4 SW316 "sign" requires cosign, but site.tools.cosign is missing (add site.tools.cosign)',
      'services/shop.yaml:19:5+10 SW316 "provenance" requires cosign, but site.tools.cosign is missing (add site.tools.cosign)',
      'services/shop.yaml:20:5+4 SW316 "scan" requires trivy, but site.tools.trivy is missing (add site.tools.trivy)',
    ],
  },
  {
    name: "a list to attach, and nothing that signs it",
    platform: [["    maven: {", "    syft: { keep: [attach] }\n    maven: {"]],
    expected: [
      'stagewright.yaml:11:19+8 SW316 "attach" requires cosign, but site.tools.cosign is missing (add site.tools.cosign)',
    ],
  },
  {
    name: "a report to attach, and nothing that signs it",
    platform: [["    maven: {", "    trivy: { cache: /var/lib/trivy, keep: [attach] }\n    maven: {"]],
    expected: [
      'stagewright.yaml:11:43+8 SW316 "attach" requires cosign, but site.tools.cosign is missing (add site.tools.cosign)',
    ],
  },
  {
    name: "a scan whose database is outside the site",
    platform: [["    maven: {", "    trivy: {}\n    maven: {"]],
    expected: [
      'stagewright.yaml:11:12+1 SW403 this site is offline and "ghcr.io" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
    ],
  },
  {
    name: "a severity that is none",
    platform: [["    maven: {", "    trivy: { cache: /var/lib/trivy }\n    maven: {"]],
    service: [["engine: buildah\n", "engine: buildah\n    scan: severe\n"]],
    expected: ['services/shop.yaml:17:11+6 SW204 "severe" is not a severity; one of critical, high, low, medium'],
  },
  {
    name: "an engine with a label and pods",
    platform: [["docker: { agent: { label: docker }", "docker: { agent: { label: docker, kubernetes: {} }"]],
    expected: ['stagewright.yaml:20:37+10 SW343 engine "docker" has both an agent label and pods (remove one of them)'],
  },
];
