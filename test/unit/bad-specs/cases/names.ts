import type { BadSpec } from "../check.ts";

/** Names that refer to nothing, or to two things. */
export const names: readonly BadSpec[] = [
  {
    name: "two applications of one name in one Argo CD",
    platform: [
      ["environments: [dev] }", "environments: [dev, x-dev] }"],
      [
        "  prod:\n    protected",
        "  x-dev:\n    gitops: { git: 'https://git.acme.internal/ops/x.git', credentials: gitops-x }\n  prod:\n    protected",
      ],
    ],
    service: [["environment: dev }", "environment: x-dev }"]],
    other: [
      ["service: shop", "service: shop-x"],
      ["registry: harbor, name: shop/shop", "registry: harbor, name: shop/x"],
    ],
    expected: [
      'services/shop.yaml:19:56+5 SW303 service "shop" in "x-dev" and service "shop-x" in "dev" have the same Argo CD Application name "shop-x-dev" (rename the service or the environment, or use different Argo CD instances)',
    ],
  },
  {
    name: "another compiler",
    platform: [["~0.1", "~1.4"]],
    expected: [
      "stagewright.yaml:2:14+4 SW301 this is stagewright 0.1.0; the spec requires ~1.4 (install a version in that range, or change the key)",
    ],
  },
  {
    name: "an unknown team",
    service: [["owner: platform", "owner: plattform"]],
    expected: [
      'services/shop.yaml:15:12+9 SW302 "plattform" is not a team; one of platform, release, shop (did you mean "platform"?)',
    ],
  },
  {
    name: "an engine that the platform lacks",
    platform: [["  buildah: { agent: { label: linux-build }, buildsAtOnce: 2 }\n", ""]],
    expected: [
      'services/shop.yaml:16:13+7 SW302 "buildah" is not an engine of this platform; only docker (add engines.buildah to the platform spec, or name one that it defines)',
    ],
  },
  {
    name: "an unknown registry",
    service: [["registry: harbor", "registry: harbour"]],
    expected: ['services/shop.yaml:17:24+7 SW302 "harbour" is not a registry; only harbor (did you mean "harbor"?)'],
  },
  {
    name: "an unknown environment",
    service: [["environment: dev", "environment: stage"]],
    expected: [
      'services/shop.yaml:19:56+5 SW302 "stage" is not an environment; one of dev, prod (add environments.stage to the platform spec, or name one that it defines)',
    ],
  },
  {
    name: "an unknown JDK",
    service: [["jdk: '17'", "jdk: '21'"]],
    expected: [
      "services/shop.yaml:12:63+4 SW302 \"21\" is not a JDK in site.tools.jdks; only 17 (add '21': /PATH/TO/JDK to site.tools.jdks in the platform spec, or remove jdk to use the agent's JDK)",
    ],
  },
  {
    name: "an unknown stage in through",
    service: [["through: dev", "through: test"]],
    expected: ['services/shop.yaml:6:30+4 SW302 "test" is not a stage of this service; one of build, dev, image, prod'],
  },
  {
    name: "an unknown stage in needs",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [imag]"]],
    expected: [
      'services/shop.yaml:19:69+4 SW302 "imag" is not another stage of this service; one of build, image, prod (did you mean "image"?)',
    ],
  },
  {
    name: "artifacts from a stage that is no source",
    service: [["    engine: buildah", "    engine: buildah\n    artifactsFrom: dev"]],
    expected: ['services/shop.yaml:17:20+3 SW302 "dev" is not a source stage of this service; only build'],
  },
  {
    name: "one service in two files",
    other: [["name: shop/shop", "name: shop/other"]],
    expected: ['services/shop.yaml:1:10+4 SW303 "shop" is already the name of a service in another file'],
  },
  {
    name: "jobs of two services that meet",
    service: [
      ["id: build,", "id: a-b,"],
      ["through: build", "through: a-b"],
    ],
    other: [
      ["service: shop\n", "service: shop-a\n"],
      ["id: build,", "id: b,"],
      ["through: build", "through: b"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: ['services/shop.yaml:12:11+3 SW303 "/shop/shop-a-b" is already the job of another stage'],
  },
  {
    name: "a job of another service, at the first stage of the job in the file",
    platform: [
      ["locks: { replace: [credentials] }", "locks: { replace: [credentials, topology] }"],
      ["services: services", "policy: { severity: { SW470: note } }\nservices: services"],
    ],
    service: [
      ["service: shop\n", "service: shop\ntopology: per-team\n"],
      ["through: dev", "through: late"],
      ["stages:\n", "stages:\n  - { id: 'late', kind: custom, owner: shop, command: make, needs: [dev] }\n"],
      ["owner: release, environment: prod", "owner: release, environment: prod, needs: [dev]"],
      ["id: build, kind: source, owner: shop,", "id: build, kind: source, owner: platform,"],
    ],
    other: [
      ["service: shop\n", "service: shop-dev\ntopology: combined\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'services/other.yaml:21:38+7 SW470 "release" deploys to the protected environment "prod", but the job and its credentials are in the folder of "shop" (set topology: per-stage or per-team, which gives the stage a job in its owner\'s folder)',
      'services/shop.yaml:13:11+6 SW303 "/shop/shop-dev" is already the job of another stage',
    ],
  },
  {
    name: "caches that are an image and a base image",
    service: [["base: {", "cache: other/image\n    base: {"]],
    other: [
      ["service: shop\n", "service: other\n"],
      ["name: shop/shop", "name: other/image"],
      ["base: {", "cache: base/jre\n    base: {"],
    ],
    expected: [
      'services/other.yaml:18:12+8 SW336 the cache "base/jre" is a base image, which a build would overwrite (use another repository, such as other/image-cache)',
      'services/shop.yaml:18:12+11 SW336 the cache "other/image" is the image of other, which a build would overwrite (use another repository, such as shop/shop-cache)',
    ],
  },
  {
    name: "one cache of two stages",
    service: [["base: {", "cache: shop/cache\n    base: {"]],
    other: [
      ["service: shop\n", "service: other\n"],
      ["name: shop/shop", "name: other/image"],
      ["base: {", "cache: shop/cache\n    base: {"],
    ],
    expected: [
      'services/shop.yaml:18:12+10 SW303 "harbor.acme.internal/shop/cache" is already the cache of another stage',
    ],
  },
  {
    name: "one image of two services",
    other: [["service: shop\n", "service: other\n"]],
    expected: ['services/shop.yaml:17:38+9 SW303 "harbor/shop/shop" is already the image of another stage'],
  },
  {
    name: "two stages of one id",
    service: [["id: prod", "id: dev"]],
    expected: ['services/shop.yaml:20:11+3 SW303 "dev" is already the id of another stage'],
  },
  {
    name: "two teams with one folder",
    platform: [["platform: { reviewers", "platform: { folder: shop, reviewers"]],
    expected: ['stagewright.yaml:15:23+4 SW303 "shop" is already the folder of another team'],
  },
  {
    name: "an owner of the pipelines who is no team",
    platform: [["owner: platform }", "owner: plattform }"]],
    expected: [
      'stagewright.yaml:4:95+9 SW302 "plattform" is not a team; one of platform, release, shop (did you mean "platform"?)',
    ],
  },
  {
    name: "approvals that GitHub does not read",
    platform: [["credentials: git-read,", "credentials: git-read, codeowners: { approvals: 2 },"]],
    expected: [
      "stagewright.yaml:4:102+9 SW348 only GitLab reads the number of approvals from CODEOWNERS (remove it, or set dialect: gitlab; on GitHub, use the branch protection rules)",
    ],
  },
  {
    name: "a team's own repository that is another's",
    platform: [
      ["platform: { rev", "platform: { pipelines: { git: 'git@git.acme.internal:ci/pipelines' }, rev"],
      ["release: { rev", "release: { pipelines: { git: 'https://git.acme.internal/ci/library.git' }, rev"],
    ],
    expected: [
      'stagewright.yaml:15:33+36 SW355 "git@git.acme.internal:ci/pipelines" is the pipelines repository, not the team\'s own (remove pipelines from the team: its Jenkinsfiles are already in this repository)',
      'stagewright.yaml:16:32+42 SW355 "https://git.acme.internal/ci/library.git" is the library\'s repository (use a repository of the team: anyone who can push to this one runs code in all folders)',
    ],
  },
  {
    name: "a repository of two teams, without a folder for each",
    platform: [
      ["shop: { folder", "shop: { pipelines: { git: 'https://git.acme.internal/teams.git', directory: ci }, folder"],
      ["platform: { rev", "platform: { pipelines: { git: 'https://git.acme.internal/teams', directory: cd }, rev"],
      [
        "release: { rev",
        "release: { pipelines: { git: 'https://git.acme.internal/teams', directory: ci/release }, rev",
      ],
    ],
    expected: [
      'stagewright.yaml:16:32+33 SW303 team "shop" also uses "https://git.acme.internal/teams", and their folders overlap (set a separate directory for each team, for example release)',
    ],
  },
  {
    name: "permissions by groups that are not configured",
    platform: [["network: offline", "network: offline\n  authorization: matrix"]],
    expected: [
      'stagewright.yaml:15:3+4 SW349 team "shop" has no group, which authorization: matrix requires (add group: shop)',
      'stagewright.yaml:16:3+8 SW349 team "platform" has no group, which authorization: matrix requires (add group: platform)',
      'stagewright.yaml:17:3+7 SW349 team "release" has no group, which authorization: matrix requires (add group: release)',
    ],
  },
  {
    name: "two registries of one host",
    platform: [["registries:", "registries:\n  other: { host: harbor.acme.internal }"]],
    expected: ['stagewright.yaml:19:19+20 SW303 "harbor.acme.internal" is already the host of another registry'],
  },
  {
    name: "two parameters of one name",
    service: [["choices: [ci, full] }", "choices: [ci, full] }\n  - { name: PROFILE, kind: text }"]],
    expected: ['services/shop.yaml:11:13+7 SW303 "PROFILE" is already the name of another parameter'],
  },
  {
    name: "a deploy with no image before it",
    service: [
      ["  - id: image", "  - { id: early, kind: deploy, owner: shop, environment: dev }\n  - id: image"],
      ["environment: dev }\n  - { id: prod", "environment: dev, needs: [image] }\n  - { id: prod"],
    ],
    expected: [
      'services/shop.yaml:13:11+5 SW304 deploy stage "early" has no image stage before it (add an image stage before it, or name one in needs)',
      'services/shop.yaml:20:56+3 SW303 "dev" is already the environment of another stage',
    ],
  },
  {
    name: "a stage that needs itself",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [dev]"]],
    expected: [
      'services/shop.yaml:19:69+3 SW302 "dev" is not another stage of this service; one of build, image, prod',
    ],
  },
  {
    name: "one branch in two rules",
    service: [["  - { branch: 'hotfix", "  - { branch: main, through: build }\n  - { branch: 'hotfix"]],
    expected: ['services/shop.yaml:7:15+4 SW303 "branch main" is already the pattern of another rule'],
  },
  {
    name: "a default that is no choice",
    service: [["choices: [ci, full]", "choices: [ci, full], default: fulll"]],
    expected: [
      'services/shop.yaml:10:66+5 SW302 "fulll" is not one of the choices; one of ci, full (did you mean "full"?)',
    ],
  },
  {
    name: "one environment in two stages",
    service: [["environment: prod", "environment: dev"]],
    expected: ['services/shop.yaml:20:60+3 SW303 "dev" is already the environment of another stage'],
  },
  {
    name: "an environment that only Argo CD knows",
    platform: [["environments: [prod]", "environments: [prod, stage]"]],
    expected: ['stagewright.yaml:26:86+5 SW302 "stage" is not an environment; one of dev, prod'],
  },
  {
    name: "a JDK of a site without JDKs",
    platform: [["    jdks: { '17': /usr/lib/jvm/java-17 }\n", ""]],
    expected: [
      "services/shop.yaml:12:63+4 SW302 \"17\" is not a JDK in site.tools.jdks; none is defined (add '17': /PATH/TO/JDK to site.tools.jdks in the platform spec, or remove jdk to use the agent's JDK)",
    ],
  },
];
