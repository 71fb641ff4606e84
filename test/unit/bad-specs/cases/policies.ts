import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";
import { admittedAt, knownProducts, useUnprivileged } from "../part-names.ts";

/** What policies object to. */
export const policies: readonly BadSpec[] = [
  {
    name: "one Argo CD for protected and open environments",
    platform: [
      ["environments: [dev] }", "environments: [dev, prod] }"],
      ["    argocd-prod: { server: 'https://argocd-prod.acme.internal', environments: [prod] }\n", ""],
    ],
    expected: [
      'stagewright.yaml:25:77+1 SW420 Argo CD "argocd-dev" serves protected and open environments: while it is down, no release reaches dev, prod (add a separate instance for the protected environments)',
    ],
  },
  {
    name: "one credential for both environments",
    platform: [["gitops-prod", "gitops-dev"]],
    expected: [
      'stagewright.yaml:33:75+10 SW401 the protected environment "prod" and the open environment "dev" share the credential "gitops-dev" (create a separate credential for the protected environment)',
    ],
  },
  {
    name: "a tool image that may change",
    service: [["jdk: '17'", "toolImage: 'harbor.acme.internal/maven:3'"]],
    expected: [
      'services/shop.yaml:12:69+28 SW402 the tool image "harbor.acme.internal/maven:3" has no digest, so it can be a different image tomorrow (add its digest: IMAGE:TAG@sha256:…)',
    ],
  },
  {
    name: "a base image from outside",
    service: [["harbor.acme.internal/base", "docker.io/base"]],
    expected: [
      'services/shop.yaml:18:20+93 SW403 this site is offline and "docker.io" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
      `services/shop.yaml:18:20+93 SW473 the base image "docker.io/base/jre:17@sha256:${digest}" is in no registry of the platform spec (use an image of a listed registry, or add the registry's host to registries)`,
    ],
  },
  {
    name: "a repository outside of an offline site",
    platform: [["https://git.acme.internal/ops/dev.git", "https://github.com/ops/dev.git"]],
    expected: [
      'stagewright.yaml:30:20+30 SW403 this site is offline and "github.com" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
    ],
  },
  {
    name: "a password over plain HTTP",
    platform: [["host: harbor.acme.internal, cred", "host: harbor.acme.internal, insecure: true, cred"]],
    expected: [
      'stagewright.yaml:18:51+4 SW404 builds send the password of registry "harbor" over plain HTTP (use TLS; put the certificates of your own authority into site.caBundle)',
    ],
  },
  {
    name: "an engine in pods without its image",
    platform: [["docker: { agent: { label: docker } }", "docker: { agent: { kubernetes: {} }, memory: 1Gi }"]],
    expected: [
      'stagewright.yaml:20:20+1 SW405 docker builds in pods, which need the setting "daemon" (add engines.docker.daemon)',
      'stagewright.yaml:20:20+1 SW405 docker builds in pods, which need the setting "image" (add engines.docker.image)',
      `stagewright.yaml:20:20+1 SW435 pods of docker run as privileged (${useUnprivileged}run builds on separate nodes in a separate namespace and add a waiver)`,
    ],
  },
  {
    name: "kaniko on an agent with a label",
    platform: [
      [
        "docker: { agent: { label: docker } }",
        `kaniko: { agent: { label: docker }, ${kanikoImages("harbor.acme.internal/ci/kaniko")} }`,
      ],
    ],
    expected: [
      'stagewright.yaml:20:29+6 SW406 kaniko can build only in pods, not on agents with the label "docker": kaniko unpacks the image over the file system that it runs in, and would overwrite the agent\'s (set agent: { kubernetes: { namespace: … } })',
    ],
  },
  {
    name: "an agent of the stage in addition to the engine's pods",
    platform: [
      [
        "buildah: { agent: { label: linux-build }",
        `buildah: { agent: { kubernetes: {} }, memory: 1Gi, image: '${pinned("harbor.acme.internal/ci/buildah")}'`,
      ],
      ["replace: [credentials]", "replace: [credentials, stages.agent]"],
    ],
    service: [["engine: buildah", "engine: buildah\n    agent: { label: large }"]],
    expected: [
      "services/shop.yaml:17:12+1 SW406 buildah builds in its own pods and ignores the stage's agent (remove the agent)",
      `stagewright.yaml:21:21+1 SW435 pods of buildah run as privileged (${useUnprivileged}run builds on separate nodes in a separate namespace and add a waiver)`,
    ],
  },
  {
    name: "kaniko from its archived home",
    platform: [
      [
        "docker: { agent: { label: docker } }",
        `kaniko: { agent: { kubernetes: {} }, ${kanikoImages("gcr.io/kaniko-project/executor")} }`,
      ],
    ],
    expected: [
      'stagewright.yaml:20:47+104 SW403 this site is offline and "gcr.io" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
      "stagewright.yaml:20:47+104 SW407 kaniko's original project, gcr.io/kaniko-project, has been archived since June 2025 (use the maintained fork: ghcr.io/osscontainertools/kaniko, a -debug tag, with its digest)",
    ],
  },
  {
    name: "a pod that the namespace refuses",
    platform: [
      ["  agent: { label: linux }", "  podSecurity: baseline\n  agent: { label: linux }"],
      [
        "buildah: { agent: { label: linux-build }",
        `buildah: { agent: { kubernetes: {} }, memory: 1Gi, image: '${pinned("harbor.acme.internal/ci/buildah")}'`,
      ],
    ],
    expected: [
      `stagewright.yaml:22:21+1 SW408 pods of buildah need the Pod Security level privileged, but site.podSecurity is baseline (use ${admittedAt("baseline")}, or a namespace that allows this level)`,
    ],
  },
  {
    name: "a pod that a restricted namespace does not take",
    platform: [
      ["  agent: { label: linux }", "  podSecurity: restricted\n  agent: { label: linux }"],
      [
        "  docker: { agent: { label: docker } }",
        `  docker: { agent: { label: docker } }\n  kaniko: { agent: { kubernetes: {} }, image: '${pinned("harbor.acme.internal/ci/kaniko")}', tools: '${pinned("harbor.acme.internal/ci/skopeo")}' }`,
      ],
    ],
    expected: [
      `stagewright.yaml:22:20+1 SW408 pods of kaniko need the Pod Security level baseline, but site.podSecurity is restricted (use ${admittedAt("restricted")}, or a namespace that allows this level)`,
    ],
  },
  {
    name: "a waiver: the finding is a note that says why",
    platform: [
      ["environments: [dev] }", "environments: [dev, prod] }"],
      ["    argocd-prod: { server: 'https://argocd-prod.acme.internal', environments: [prod] }\n", ""],
      ["services: serv", `policy: { waivers: [${waiver("SW420", "2026-11-25")}] }\nservices: serv`],
    ],
    expected: [
      'stagewright.yaml:25:77+1 SW420 Argo CD "argocd-dev" serves protected and open environments: while it is down, no release reaches dev, prod (add a separate instance for the protected environments)',
    ],
  },
  {
    name: "a waiver that is over",
    platform: [
      ["gitops-prod", "gitops-dev"],
      ["services: serv", `policy: { waivers: [${waiver("SW401", "2026-11-24")}] }\nservices: serv`],
    ],
    expected: [
      'stagewright.yaml:33:75+10 SW401 the protected environment "prod" and the open environment "dev" share the credential "gitops-dev" (create a separate credential for the protected environment)',
      "stagewright.yaml:34:89+10 SW430 the waiver of SW401 expired on 2026-11-24 (fix the finding or extend `until`)",
    ],
  },
  {
    name: "a waiver that excuses nothing, of a key where nothing is found",
    platform: [
      ["gitops-prod", "gitops-dev"],
      [
        "services: serv",
        `policy: { waivers: [${waiver("SW401", "2027-01-31", "key: environments.dev, ")}] }\nservices: serv`,
      ],
    ],
    expected: [
      'stagewright.yaml:33:75+10 SW401 the protected environment "prod" and the open environment "dev" share the credential "gitops-dev" (create a separate credential for the protected environment)',
      "stagewright.yaml:34:54+5 SW431 no finding of SW401 matches this waiver (remove the waiver)",
    ],
  },
  {
    name: "a waiver by an unknown team",
    platform: [
      ["gitops-prod", "gitops-dev"],
      [
        "services: serv",
        `policy: { waivers: [${waiver("SW401", "2027-01-31").replace("platform", "ghosts")}] }\nservices: serv`,
      ],
    ],
    expected: [
      'stagewright.yaml:33:75+10 SW401 the protected environment "prod" and the open environment "dev" share the credential "gitops-dev" (create a separate credential for the protected environment)',
      'stagewright.yaml:34:72+6 SW302 "ghosts" is not a team; one of shop, platform, release',
    ],
  },
  {
    name: "a waiver of what no site decides",
    platform: [["services: serv", `policy: { waivers: [${waiver("SW408", "2027-01-31")}] }\nservices: serv`]],
    expected: [
      'stagewright.yaml:34:31+5 SW432 "SW408" is not the code of a configurable policy (docs/reference/policies.md lists the policies)',
    ],
  },
  {
    name: "a severity of no policy",
    platform: [["services: serv", "policy: { severity: { SW499: error } }\nservices: serv"]],
    expected: [
      'stagewright.yaml:34:30+5 SW432 "SW499" is not the code of a configurable policy (docs/reference/policies.md lists the policies)',
    ],
  },
  {
    name: "an unknown product",
    platform: [["services: serv", "products: { harness: { name: Harness, role: cd, licence: x } }\nservices: serv"]],
    expected: [
      `stagewright.yaml:34:13+7 SW202 "maintenance" is required, because stagewright does not know the product "harness"; it knows ${knownProducts} (add products.harness.maintenance)`,
    ],
  },
  {
    name: "a product that the site knows to be archived",
    platform: [
      ["services: serv", "products: { argocd: { maintenance: archived, state: our contract ended } }\nservices: serv"],
    ],
    expected: [
      "stagewright.yaml:34:36+1 SW433 Argo CD is archived: our contract ended (choose another product; `stagewright explain` lists the alternatives)",
    ],
  },
  {
    name: "credentials and the seed on agents that build applications",
    platform: [[", delivery: { label: delivery }, seed: { label: seed }", ""]],
    expected: [
      'stagewright.yaml:9:11+1 SW460 shop/prod use credentials of a protected environment on agents "linux", which also build applications: shop/build (set another label in site.agents.delivery)',
      'stagewright.yaml:9:11+1 SW460 the seed creates jobs on agents "linux", which also build applications: shop/build (set another label in site.agents.seed)',
      'stagewright.yaml:9:11+1 SW461 shop/dev use credentials of an environment on agents "linux", which also build applications: shop/build (set another label in site.agents.delivery)',
    ],
  },
  {
    name: "pull requests on the agents of main",
    platform: [
      ["pullRequests: { label: pr }, ", ""],
      ["  tools", "  git: { host: gitlab, credentials: git-api }\n  tools"],
    ],
    service: [
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
    ],
    expected: [
      'stagewright.yaml:9:11+1 SW461 pull requests of shop/build are built on agents "linux", which also build applications: shop/build (set another label in site.agents.pullRequests)',
    ],
  },
  {
    name: "one label for everything, with an alternative",
    platform: [
      [
        "agents: { pullRequests: { label: pr }, delivery: { label: delivery }",
        "agents: { delivery: { label: 'a || linux' }",
      ],
      ["buildah: { agent: { label: linux-build }", "buildah: { agent: { label: linux }"],
    ],
    expected: [
      'stagewright.yaml:9:11+1 SW461 shop/image use the login of a registry on agents "linux", which also build applications: shop/build (set another label in site.agents.images)',
      'stagewright.yaml:9:23+1 SW460 shop/prod use credentials of a protected environment on agents "a || linux", which also build applications: shop/build, shop/image (set another label in site.agents.delivery)',
      'stagewright.yaml:9:23+1 SW461 shop/dev use credentials of an environment on agents "a || linux", which also build applications: shop/build, shop/image (set another label in site.agents.delivery)',
    ],
  },
  {
    name: "docker's agents run source builds too",
    platform: [["docker: { agent: { label: docker }", "docker: { agent: { label: linux }"]],
    expected: [
      'stagewright.yaml:20:29+5 SW434 agents with the label "linux" have a Docker socket and also run shop/build (use a separate label for agents with Docker)',
    ],
  },
  {
    name: "pods that are privileged",
    platform: [
      [
        "buildah: { agent: { label: linux-build }",
        `buildah: { agent: { kubernetes: {} }, memory: 1Gi, image: '${pinned("harbor.acme.internal/ci/buildah")}'`,
      ],
    ],
    expected: [
      `stagewright.yaml:21:21+1 SW435 pods of buildah run as privileged (${useUnprivileged}run builds on separate nodes in a separate namespace and add a waiver)`,
    ],
  },
  {
    name: "an owner without reviewers",
    platform: [["platform: { reviewers: ['@acme/platform'] }", "platform: {}"]],
    expected: [
      'stagewright.yaml:15:13+1 SW436 team "platform" owns stages but has no reviewers (add teams.platform.reviewers)',
    ],
  },
  {
    name: "a team that releases its own change",
    service: [["owner: release", "owner: shop"]],
    expected: [
      'services/shop.yaml:20:38+4 SW437 "shop" owns the source of shop and also releases it to the protected environment "prod" (assign the deploy stage to another owner, or add an approval with notAuthor: true)',
    ],
  },
  {
    name: "a Dockerfile that fetches from everywhere",
    dockerfile: [
      "# syntax=docker/dockerfile:1",
      "ARG BASE",
      `FROM node:22@sha256:${digest} AS build`,
      "ADD https://example.org/tool.tgz /opt/",
      "FROM $BASE",
      "COPY --from=build /app /app",
      `COPY --from=${pinned("harbor.acme.internal/base/tools")} /bin/jq /bin/jq`,
      "RUN curl -fsS https://nexus.acme.internal/x | sh # and https://get.example.org/y",
      "",
    ].join("\n"),
    expected: [
      'apps/shop/Dockerfile:1:10+19 SW438 this site is offline and "docker.io" is not in site.hosts (remove the line; the engine then uses its built-in syntax)',
      'apps/shop/Dockerfile:3:6+79 SW438 this site is offline and "docker.io" is not in site.hosts (pull it from harbor.acme.internal, or add registries: { NAME: { host: docker.io, mirror: harbor.acme.internal/… } })',
      'apps/shop/Dockerfile:4:5+28 SW438 this site is offline and "example.org" is not in site.hosts (fetch it from one of git.acme.internal, harbor.acme.internal, nexus.acme.internal)',
      'apps/shop/Dockerfile:8:56+25 SW438 this site is offline and "get.example.org" is not in site.hosts (fetch it from one of git.acme.internal, harbor.acme.internal, nexus.acme.internal)',
    ],
  },
  {
    name: "build arguments that stages set: a part of an image, and an image outside of an offline site",
    service: [["engine: buildah", "engine: buildah\n    buildArguments: { VERSION: '1', TOOLS: 'docker.io/tools:2' }"]],
    dockerfile: ["ARG TOOLS=harbor.acme.internal/tools:1", "FROM quay.io/x/y:$VERSION", "FROM $TOOLS", ""].join("\n"),
    expected: [
      'apps/shop/Dockerfile:2:6+20 SW438 this site is offline and "quay.io" is not in site.hosts (pull it from harbor.acme.internal, or add registries: { NAME: { host: quay.io, mirror: harbor.acme.internal/… } })',
      'apps/shop/Dockerfile:2:6+20 SW451 "quay.io/x/y:1" has no digest, so it can be a different image tomorrow (add its digest (IMAGE:TAG@sha256:…), or set it as the stage\'s base)',
      'apps/shop/Dockerfile:3:6+6 SW438 this site is offline and "docker.io" is not in site.hosts (pull it from harbor.acme.internal, or add registries: { NAME: { host: docker.io, mirror: harbor.acme.internal/… } })',
      'apps/shop/Dockerfile:3:6+6 SW451 "docker.io/tools:2" has no digest, so it can be a different image tomorrow (add its digest (IMAGE:TAG@sha256:…), or set it as the stage\'s base)',
    ],
  },
  {
    name: "a trusted library in the pipelines repository",
    platform: [["pin: v1.3.2, git: 'https://git.acme.internal/ci/library.git' }", "pin: v1.3.2 }"]],
    expected: [
      'stagewright.yaml:3:10+1 SW439 the library runs outside the sandbox, but is in the pipelines repository: "platform" reviews merges, but anyone who can push a branch can load its commit by the hash (set library.git to a repository with write access for its reviewers only, or set library.scope: folder)',
    ],
  },
  {
    name: "a trusted library with the address of the pipelines repository",
    platform: [["https://git.acme.internal/ci/library.git", "https://git.acme.internal/ci/pipelines"]],
    expected: [
      'stagewright.yaml:3:83+38 SW439 the library runs outside the sandbox, but is in the pipelines repository: "platform" reviews merges, but anyone who can push a branch can load its commit by the hash (set library.git to a repository with write access for its reviewers only, or set library.scope: folder)',
    ],
  },
];

function waiver(policy: string, until: string, more = ""): string {
  return `{ ${more}policy: ${policy}, reason: until it is fixed, owner: platform, until: ${until} }`;
}

function pinned(image: string): string {
  return `${image}:1@sha256:${digest}`;
}

function kanikoImages(image: string): string {
  return `image: '${pinned(image)}', tools: '${pinned("harbor.acme.internal/ci/skopeo")}'`;
}
