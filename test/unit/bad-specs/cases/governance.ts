import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";

const unlocked = ["locks: { replace: [credentials] }", "locks: { replace: [credentials, topology] }"] as const;

/** What the rules and policies about the rights of teams report. */
export const governance: readonly BadSpec[] = [
  {
    name: "a pipelines repository without an owner",
    platform: [[", owner: platform }", " }"]],
    expected: [
      "stagewright.yaml:4:1+9 SW371 several teams share this repository, and any of them could approve a change of its shared files (add owner: platform)",
    ],
  },
  {
    name: "a lock that no value can tighten",
    platform: [["replace: [credentials]", "replace: [credentials], tighten: [image.labels]"]],
    expected: [
      'stagewright.yaml:35:44+12 SW370 no value of "image.labels" is stricter than another (list it under closed, append or replace)',
    ],
  },
  {
    name: "a version of a branch rule although versions are locked",
    platform: [["replace: [credentials]", "replace: [credentials], closed: [version]"]],
    service: [
      ["version: '1.2.{build}'\n", ""],
      ["through: dev }", "through: dev, version: '9.{build}' }"],
    ],
    expected: [
      'services/shop.yaml:5:35+7 SW315 "version" is locked by stagewright.yaml:35: a service cannot set branches[1].version (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [branches.version] })',
    ],
  },
  {
    name: "credentials of production in the application's folder",
    platform: [unlocked],
    service: [["credentials: git-read\n", "credentials: git-read\ntopology: combined\n"]],
    expected: [
      'services/shop.yaml:21:38+7 SW470 "release" deploys to the protected environment "prod", but the job and its credentials are in the folder of "shop" (set topology: per-stage or per-team, which gives the stage a job in its owner\'s folder)',
    ],
  },
  {
    name: "a pin that is a branch",
    service: [["credentials: git-read\n", "credentials: git-read\npin: feature/x\n"]],
    expected: ['services/shop.yaml:4:6+9 SW471 the pin "feature/x" may be a branch (pin a tag like v1.4.0)'],
  },
  {
    name: "a service's pin that is a commit",
    service: [["credentials: git-read\n", `credentials: git-read\npin: ${"a".repeat(40)}\n`]],
    expected: [
      `services/shop.yaml:4:6+40 SW471 the pin "${"a".repeat(40)}" is a commit that may not be released (pin a tag like v1.4.0)`,
    ],
  },
  {
    name: "the platform's pin is a branch, a team's default another",
    platform: [
      ["pin: v1.3.2", "pin: main"],
      ["services: services", "defaults: { teams: { shop: { pin: next } } }\nservices: services"],
    ],
    expected: [
      'stagewright.yaml:3:70+4 SW471 the pin "main" may be a branch (pin a tag like v1.4.0)',
      'stagewright.yaml:34:35+4 SW471 the pin "next" may be a branch (pin a tag like v1.4.0)',
    ],
  },
  {
    name: "a repository on the disk of the agent",
    service: [["https://git.acme.internal/shop/shop.git", "file:///home/jenkins/workspace/payments"]],
    expected: [
      'services/shop.yaml:2:6+39 SW472 "file:///home/jenkins/workspace/payments" is a folder of the machine that runs the job (use https://HOST/PATH or ssh://USER@HOST/PATH)',
    ],
  },
  {
    name: "a base image from a registry that no one chose",
    platform: [["  network: offline\n", ""]],
    service: [["harbor.acme.internal/base", "docker.io/base"]],
    expected: [
      `services/shop.yaml:18:20+93 SW473 the base image "docker.io/base/jre:17@sha256:${"0".repeat(64)}" is in no registry of the platform spec (use an image of a listed registry, or add the registry's host to registries)`,
    ],
  },
  {
    name: "a private repository with Jenkinsfiles that jobs read without a credential",
    platform: [["pipelines.git', credentials: git-read", "pipelines.git'"]],
    service: [["git: https://git.acme.internal/shop/shop.git", "git: https://git.acme.internal/ci/pipelines"]],
    expected: [
      'stagewright.yaml:4:19+44 SW399 service "shop" reads this repository with the credential "git-read", but jobs read their Jenkinsfiles from it without one (set pipelines.credentials: git-read; if the repository is public, remove credentials of the service)',
    ],
  },
  {
    name: "a private repository of a team that jobs read with HTTPS and without a credential",
    platform: [
      [
        "mail: shop@acme.internal } }",
        "mail: shop@acme.internal }, pipelines: { git: 'https://git.acme.internal/shop/shop.git' } }",
      ],
    ],
    service: [
      [
        "git: https://git.acme.internal/shop/shop.git\ncredentials: git-read",
        "git: ssh://git@git.acme.internal/shop/shop.git\ncredentials: shop-key",
      ],
    ],
    expected: [
      'stagewright.yaml:14:109+41 SW399 service "shop" reads this repository with the credential "shop-key", but jobs read their Jenkinsfiles from it without one (set teams.shop.pipelines.credentials: shop-key, and teams.shop.pipelines.git: ssh://git@git.acme.internal/shop/shop.git; if the repository is public, remove credentials of the service)',
    ],
  },
  {
    name: "repositories with Jenkinsfiles that are public, or that no service reads",
    platform: [["pipelines.git', credentials: git-read", "pipelines.git'"]],
    expected: [],
  },
  {
    name: "one namespace for two environments of a cluster",
    platform: [
      ["namespace: '{service}-dev'", "cluster: 'https://k8s.acme.internal'\n    namespace: '{service}'"],
      [
        "    protected: true",
        "    protected: true\n    cluster: 'https://k8s.acme.internal'\n    namespace: '{service}'",
      ],
      ["hosts: [", "hosts: [k8s.acme.internal, "],
    ],
    expected: [
      'stagewright.yaml:35:16+1 SW474 service "shop" in "prod" and service "shop" in "dev" share the namespace "shop" of one cluster (add {service} and {environment} to the pattern, or rename one)',
    ],
  },
  {
    name: "one namespace for two services",
    platform: [["namespace: '{service}-dev'", "namespace: apps"]],
    other: [
      ["service: shop\n", "service: other\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'stagewright.yaml:29:16+1 SW474 service "shop" in "dev" and service "other" in "dev" share the namespace "apps" of one cluster (add {service} and {environment} to the pattern, or rename one)',
    ],
  },
  {
    name: "the namespace of the delivery tool, and one of Kubernetes",
    platform: [
      ["namespace: '{service}-dev'", "namespace: argocd"],
      ["    protected: true", "    protected: true\n    namespace: 'kube-{service}'"],
    ],
    expected: [
      'stagewright.yaml:29:16+1 SW475 service "shop" would be deployed to "argocd", the namespace of the delivery tool\'s instance "argocd-dev" (change the environment\'s namespace, or rename the service)',
      'stagewright.yaml:33:16+1 SW475 service "shop" would be deployed to "kube-shop", the namespace of Kubernetes (change the environment\'s namespace, or rename the service)',
    ],
  },
  {
    name: "build pods in the namespaces of the delivery tool and of Kubernetes",
    platform: [
      ["  network: offline\n", "  network: offline\n  pods: { namespace: argocd }\n"],
      [
        "docker: { agent: { label: docker } }",
        `kaniko: { agent: { kubernetes: { namespace: kube-system } }, memory: 1Gi, image: 'harbor.acme.internal/ci/kaniko:1@sha256:${digest}', tools: 'harbor.acme.internal/ci/skopeo:1@sha256:${digest}' }`,
      ],
    ],
    expected: [
      'stagewright.yaml:7:22+6 SW475 the pods of stages would run in "argocd", the namespace of the delivery tool\'s instance "argocd-prod" (choose a namespace that contains only build pods)',
      'stagewright.yaml:21:47+11 SW475 the pods of engine "kaniko" would run in "kube-system", the namespace of Kubernetes (choose a namespace that contains only build pods)',
    ],
  },
  {
    name: "the namespaces of build pods",
    platform: [
      ["  network: offline\n", "  network: offline\n  pods: { namespace: shop-dev }\n"],
      [
        "docker: { agent: { label: docker } }",
        `kaniko: { agent: { kubernetes: { namespace: shop-prod } }, memory: 1Gi, image: 'harbor.acme.internal/ci/kaniko:1@sha256:${digest}', tools: 'harbor.acme.internal/ci/skopeo:1@sha256:${digest}' }`,
      ],
    ],
    expected: [
      'stagewright.yaml:30:16+1 SW475 service "shop" would be deployed to "shop-dev", the namespace of the pods of stages (change the environment\'s namespace, or rename the service)',
      'stagewright.yaml:33:5+1 SW475 service "shop" would be deployed to "shop-prod", the namespace of the pods of engine "kaniko" (change the environment\'s namespace, or rename the service)',
    ],
  },
];
