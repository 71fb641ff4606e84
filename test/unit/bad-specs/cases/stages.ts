import type { BadSpec } from "../check.ts";

/** Two stages side by side, in the lines before those of `dev`. */
const checks = `  - { id: unit, parallel: checks, kind: custom, owner: shop, command: make unit }
  - { id: lint, parallel: checks, kind: custom, owner: shop, command: make lint }
`;

/** Stages, rules and parameters that do not go together. */
export const stages: readonly BadSpec[] = [
  {
    name: "a stage without an owner",
    service: [["id: dev, kind: deploy, owner: shop,", "id: dev, kind: deploy,"]],
    expected: ['services/shop.yaml:19:5+43 SW311 stages.dev lacks "owner" (add owner: shop)'],
  },
  {
    name: "an image with no source before it",
    service: [
      ["  - { id: build, kind: source, owner: shop, tool: maven, jdk: '17', artifacts: [target/*.jar] }\n", ""],
      ["  - { pullRequest: true, through: build }\n", ""],
    ],
    expected: [
      'services/shop.yaml:11:9+5 SW304 image stage "image" has no source stage before it (put a source stage before it, or name one in needs)',
    ],
  },
  {
    name: "stages that need each other",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [prod]"]],
    expected: ['services/shop.yaml:19:69+4 SW305 stage "dev" needs itself, by way of "prod"'],
  },
  {
    name: "a condition that nothing meets",
    service: [
      [
        "owner: shop, environment: dev",
        "owner: shop, environment: dev, when: { branches: [main, release/1], tags: [v*] }",
      ],
    ],
    expected: [
      'services/shop.yaml:19:86+9 SW306 no branch "release/1" comes as far as stage "dev" (branches that come so far: main; add a rule to branches)',
      'services/shop.yaml:19:105+2 SW306 no tag "v*" comes as far as stage "dev" (tags that come so far: none; add a rule to branches)',
    ],
  },
  {
    name: "a condition without a condition",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, when: {}"]],
    expected: ["services/shop.yaml:19:67+2 SW206 stages.dev.when needs at least 1 key"],
  },
  {
    name: "a condition of what makes an image",
    service: [["engine: buildah\n", "engine: buildah\n    when: { branches: [main] }\n"]],
    expected: [
      'services/shop.yaml:17:5+4 SW201 "when" is not a key of stages.image; one of after, agent, approval, artifactsFrom, base, before, buildArguments, cache, context, dockerfile, engine, id, image, kind, labels, movingTags, needs, owner, parallel, platforms, previousIds, previousOwners, retries, sbom and 7 more',
    ],
  },
  {
    name: "former names that are somebody's today",
    platform: [["folder: shop,", "folder: shop, previousFolders: [shop, platform],"]],
    service: [["service: shop\n", "service: shop\npreviousNames: [shop, store]\n"]],
    other: [
      ["service: shop\n", "service: other\npreviousNames: [store]\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'services/shop.yaml:2:17+4 SW303 "shop" is a service of today (name only what nobody is called now)',
      `services/shop.yaml:2:23+5 SW303 "store" is another service's former name already`,
      'stagewright.yaml:13:43+4 SW303 "shop" is its folder of today (name only what nobody is called now)',
    ],
  },
  {
    name: "a former name whose job is another's today",
    service: [["service: shop\n", "service: shop\npreviousNames: [cart, store]\n"]],
    other: [
      ["service: shop\n", "service: store-dev\ntopology: combined\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'services/shop.yaml:2:23+5 SW303 "/shop/store-dev" is a job of today (name only what nobody is called now)',
    ],
  },
  {
    name: "former ids that are another stage's",
    service: [
      ["id: build,", "id: build, previousIds: [dev, build, image-1],"],
      ["id: dev,", "id: dev, previousIds: [image-1],"],
    ],
    expected: [
      `services/shop.yaml:12:32+3 SW303 "dev" is a stage's id of today (name only what nobody is called now)`,
      `services/shop.yaml:12:37+5 SW303 "build" is a stage's id of today (name only what nobody is called now)`,
      `services/shop.yaml:19:30+7 SW303 "image-1" is another stage's former id already`,
    ],
  },
  {
    name: "former owners that own it, or that there are not",
    platform: [["replace: [credentials]", "replace: [credentials, stages.previousOwners]"]],
    service: [["kind: deploy, owner: shop,", "kind: deploy, owner: shop, previousOwners: [shop, stores],"]],
    expected: [
      'services/shop.yaml:19:60+4 SW303 "shop" is its owner of today (name only what nobody is called now)',
      'services/shop.yaml:19:66+6 SW302 "stores" is not a team; one of platform, release, shop',
    ],
  },
  {
    name: "a former owner that the platform was not asked about",
    service: [["kind: deploy, owner: shop,", "kind: deploy, owner: shop, previousOwners: [release],"]],
    expected: [
      'services/shop.yaml:19:43+14 SW315 "previousOwners" is closed unless the platform opens it: a service may not set stages.dev.previousOwners (leave it out; the platform opens it by locks: { replace: [stages.previousOwners] })',
    ],
  },
  {
    name: "a former owner in whose folder another job stands today",
    platform: [["replace: [credentials]", "replace: [credentials, stages.previousOwners]"]],
    service: [
      ["kind: deploy, owner: shop,", "kind: deploy, owner: shop, previousOwners: [platform], previousIds: [q-a],"],
    ],
    other: [
      ["service: shop\n", "service: shop-q\n"],
      ["id: image\n", "id: a\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'services/shop.yaml:19:85+3 SW303 "/platform/shop-q-a" is a job of today (name only what nobody is called now)',
    ],
  },
  {
    name: "two stages that were one job",
    service: [
      ["service: shop\n", "service: shop\npreviousNames: [cart]\n"],
      ["id: build,", "id: build, previousIds: [a-b],"],
    ],
    other: [
      ["service: shop\n", "service: other\npreviousNames: [cart-a]\n"],
      ["id: build,", "id: build, previousIds: [b],"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [`services/shop.yaml:2:17+4 SW303 "/shop/cart-a-b" is another job's former path already`],
  },
  {
    name: "more former names than a job can have had",
    service: [
      ["service: shop\n", "service: shop\npreviousNames: [a, b, c, d, e, f, g]\n"],
      ["id: build,", "id: build, previousIds: [h, i, j, k, l, m, n],"],
    ],
    expected: [
      'services/shop.yaml:2:17+1 SW306 the job of stage "build" would have had 63 paths, by all its former names together; 60 are the most (leave out those that no build is kept of)',
    ],
  },
  {
    name: "an approval by nobody",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, approval: { count: 2 }"]],
    expected: [
      'services/shop.yaml:19:61+8 SW306 nobody may approve "dev": team "shop" has no approvers (add by: [release-managers], or approvers to the team)',
    ],
  },
  {
    name: "an approval in the application's own Jenkinsfile",
    service: [
      ["approval: { by: [release-managers] }", "approval: {}"],
      ["credentials: git-read", "credentials: git-read\ntopology: combined\njob: multibranch"],
      ["parameters:\n  - { name: PROFILE, kind: choice, choices: [ci, full] }\n", ""],
    ],
    expected: [
      `services/shop.yaml:20:66+8 SW306 the application's own Jenkinsfile would ask for the approval of "prod": its authors could change it (topology: per-stage, or job: plain)`,
    ],
  },
  {
    name: "two needs, one after the other",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [image, build]"]],
    expected: [
      'services/shop.yaml:19:68+14 SW306 "build" and "image" are not one whole parallel group (give them one name under parallel, or need the last of them)',
    ],
  },
  {
    name: "needs of half a group",
    service: [["  - { id: dev, ", `${checks}  - { id: dev, needs: [unit, image], `]],
    expected: [
      'services/shop.yaml:21:23+13 SW306 "image" and "unit" are not one whole parallel group (give them one name under parallel, or need the last of them)',
    ],
  },
  {
    name: "a group of one",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, parallel: eu"]],
    expected: ['services/shop.yaml:19:71+2 SW306 stage "dev" is alone in "eu" (name two stages, or none)'],
  },
  {
    name: "a group named as a stage",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, parallel: prod"]],
    expected: [`services/shop.yaml:19:71+4 SW306 "prod" is a stage's id already (rename the group)`],
  },
  {
    name: "a group with a stage between its own",
    service: [
      ["  - { id: dev, ", `${checks.replace("id: lint, parallel: checks", "id: lint")}  - { id: dev, `],
      [
        "id: prod, kind",
        "id: last, kind: custom, owner: shop, command: make, parallel: checks, needs: [image] }\n  - { id: prod, kind",
      ],
    ],
    expected: [
      'services/shop.yaml:22:69+6 SW306 another stage stands between those of "checks" (put them next to each other)',
    ],
  },
  {
    name: "a group that takes two records",
    service: [["  - { id: dev, ", `${checks.replace("id: lint,", "id: lint, needs: [build],")}  - { id: dev, `]],
    expected: [
      'services/shop.yaml:20:43+6 SW306 stages of "checks" take the same record; "unit" takes that of image (give all the same needs)',
    ],
  },
  {
    name: "a custom stage that does nothing",
    service: [["  - { id: dev, ", "  - { id: scan, kind: custom, owner: shop }\n  - { id: dev, "]],
    expected: [
      'services/shop.yaml:19:11+4 SW202 stages.scan lacks "command" or "step" (add command: make check, or step: NAME)',
    ],
  },
  {
    name: "a custom stage that does two things",
    service: [
      ["  - { id: dev, ", "  - { id: scan, kind: custom, owner: shop, step: scan, command: make }\n  - { id: dev, "],
    ],
    expected: ['services/shop.yaml:19:44+4 SW306 "step" is called in place of "command" (leave one of them out)'],
  },
  {
    name: "a step in a tool image",
    service: [
      [
        "  - { id: dev, ",
        `  - { id: scan, kind: custom, owner: shop, step: scan, toolImage: 'harbor.acme.internal/t@sha256:${"1".repeat(64)}' }\n  - { id: dev, `,
      ],
    ],
    expected: [
      'services/shop.yaml:19:56+9 SW306 "toolImage" goes with "command", not with "step" (leave toolImage out)',
    ],
  },
  {
    name: "arguments of a custom command",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, command: make, arguments: { a: 1 } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:19:59+9 SW306 "arguments" goes with "step", not with "command" (leave arguments out)',
    ],
  },
  {
    name: "a step of Jenkins",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, step: sh, arguments: { script: id } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      `services/shop.yaml:19:50+2 SW310 "sh" is a name of stagewright's, Jenkins' or Groovy's (name a step of a library of the site's own)`,
    ],
  },
  {
    name: "a variable that a custom stage is told",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, command: make, environment: { DIGEST: x } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      `services/shop.yaml:19:74+6 SW310 "DIGEST" is a name of stagewright's, Jenkins' or the shell's (choose another name)`,
    ],
  },
  {
    name: "artifacts from a stage without any",
    service: [
      [", artifacts: [target/*.jar]", ""],
      ["    engine: buildah", "    engine: buildah\n    artifactsFrom: build"],
    ],
    expected: ['services/shop.yaml:17:20+5 SW304 stage "build" hands on no artifacts (give it artifacts)'],
  },
  {
    name: "a command without tool: command",
    service: [["tool: maven", "tool: maven, command: make"]],
    expected: [
      'services/shop.yaml:12:58+7 SW306 "command" goes with tool: command, not with maven (use arguments, or tool: command)',
    ],
  },
  {
    name: "arguments of a command",
    service: [["tool: maven, jdk: '17'", "tool: command, command: make, arguments: [all]"]],
    expected: [
      'services/shop.yaml:12:75+9 SW306 "arguments" go with a build tool, not with tool: command (write them into the command)',
    ],
  },
  {
    name: "a JDK for npm",
    service: [["tool: maven", "tool: npm"]],
    expected: ["services/shop.yaml:12:56+3 SW306 npm uses no JDK (leave jdk out)"],
  },
  {
    name: "a JDK and a tool image",
    service: [
      [
        "jdk: '17'",
        "jdk: '17', toolImage: 'harbor.acme.internal/maven@sha256:1111111111111111111111111111111111111111111111111111111111111111'",
      ],
    ],
    expected: [
      'services/shop.yaml:12:58+3 SW306 "jdk" is the agent\'s, "toolImage" has its own (leave one of them out)',
    ],
  },
  {
    name: "a further build without what it needs",
    service: [
      [
        "tool: maven, jdk: '17'",
        "tool: maven, jdk: '17', also: [{ tool: npm, jdk: '17' }, { tool: command }, { tool: gradle, jdk: '99' }]",
      ],
    ],
    expected: [
      "services/shop.yaml:12:89+3 SW306 npm uses no JDK (leave jdk out)",
      'services/shop.yaml:12:110+7 SW202 stages.build.also[2] lacks "command" (add command: make dist)',
      'services/shop.yaml:12:142+4 SW302 "99" is not a JDK of site.tools.jdks; only 17',
    ],
  },
  {
    name: "artifacts from a source stage that begins another release",
    service: [
      ["stages:\n", "stages:\n  - { id: web, kind: source, owner: shop, tool: npm, artifacts: [dist/**] }\n"],
      ["    engine: buildah", "    engine: buildah\n    artifactsFrom: web"],
    ],
    expected: [
      'services/shop.yaml:12:11+3 SW320 what stage "web" builds goes nowhere: "build" begins a release of its own (build both in one stage: see also)',
      'services/shop.yaml:18:20+3 SW304 stage "web" is not before this one: its record does not come here (each source stage begins a release of its own; what one release needs, one stage builds: see also)',
    ],
  },
  {
    name: "a branch rule of two kinds",
    service: [["{ branch: main, through", "{ branch: main, tag: v1, through"]],
    expected: [
      "services/shop.yaml:6:5+39 SW306 a branch rule is about one of branch, tag, pullRequest (write one rule for each)",
    ],
  },
  {
    name: "a branch rule of no kind",
    service: [["{ branch: main, through", "{ through"]],
    expected: [
      "services/shop.yaml:6:5+16 SW306 a branch rule is about one of branch, tag, pullRequest (write one rule for each)",
    ],
  },
  {
    name: "a pull request that pushes an image",
    service: [["pullRequest: true, through: build", "pullRequest: true, through: image"]],
    expected: [
      'services/shop.yaml:7:35+5 SW309 a pull request goes through source stages only; "image" is a stage of kind image (it gets no credentials: an image could not be pushed)',
    ],
  },
  {
    name: "a rule through a protected environment",
    service: [
      ["branch: main, through: dev", "tag: 'v*', through: prod"],
      [", approval: { by: [release-managers] }", ""],
    ],
    expected: [
      'services/shop.yaml:6:27+4 SW312 nothing goes through "prod" by itself: its environment is protected (people start its job; name the last stage before it to say the same)',
      'services/shop.yaml:20:60+4 SW452 shop releases to the protected environment "prod" without an approval: anyone with permission to start the job can release (add approval: { by: [GROUP], notAuthor: true })',
    ],
  },
  {
    name: "choices of a text",
    service: [["kind: choice", "kind: text"]],
    expected: ['services/shop.yaml:10:34+7 SW306 "choices" go with kind: choice, not with text'],
  },
  {
    name: "a reserved parameter",
    service: [["name: PROFILE", "name: UPSTREAM_BUILD"]],
    expected: [
      "services/shop.yaml:10:13+14 SW310 \"UPSTREAM_BUILD\" is a name of stagewright's, Jenkins' or the shell's (choose another name)",
    ],
  },
  {
    name: "a reserved variable",
    service: [["jdk: '17'", "environment: { PATH: /bin }"]],
    expected: [
      "services/shop.yaml:12:73+4 SW310 \"PATH\" is a name of stagewright's, Jenkins' or the shell's (choose another name)",
    ],
  },
  {
    name: "a label of stagewright",
    service: [["    engine: buildah", "    engine: buildah\n    labels: { org.opencontainers.image.revision: x }"]],
    expected: [
      'services/shop.yaml:17:15+33 SW310 stagewright sets the label "org.opencontainers.image.revision" itself',
    ],
  },
  {
    name: "a build argument that is the base image's",
    service: [["    engine: buildah", "    engine: buildah\n    buildArguments: { BASE: x }"]],
    expected: ['services/shop.yaml:17:23+4 SW306 the build argument "BASE" is the base image\'s (rename one of them)'],
  },
  {
    name: "a tag that moves and does not",
    service: [["    engine: buildah", "    engine: buildah\n    tags: ['{version}']\n    movingTags: ['{version}']"]],
    expected: [
      'services/shop.yaml:18:18+11 SW306 the tag "{version}" is both moved and never moved (remove it from one of the lists)',
    ],
  },
  {
    name: "a locked key",
    service: [["tool: maven,", "tool: maven, agent: { label: big },"]],
    expected: [
      'services/shop.yaml:12:58+5 SW315 "agent" is closed unless the platform opens it: a service may not set stages.build.agent (leave it out; the platform gives it under defaults, or opens it by locks: { replace: [stages.agent] })',
    ],
  },
  {
    name: "a build secret that nobody granted",
    service: [["engine: buildah", "engine: buildah\n    secrets: { npmrc: npm-token }"]],
    expected: [
      'services/shop.yaml:17:5+7 SW315 "secrets" is closed unless the platform opens it: a service may not set stages.image.secrets (leave it out; the platform gives it under defaults, or opens it by locks: { replace: [image.secrets] })',
    ],
  },
  {
    name: "triggers that a branch job cannot keep",
    platform: [
      [
        "  agent: { label: linux }\n  tools",
        "  agent: { label: linux }\n  statuses: { host: gitea, api: 'https://git.acme.internal/api/v1', credentials: status }\n  tools",
      ],
    ],
    service: [
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["triggers: { poll: 'H/5 * * * *' }", "triggers: { poll: '30 3 * * 1-5', webhook: false }"],
    ],
    expected: [
      `services/shop.yaml:9:19+14 SW306 "30 3 * * 1-5" is no interval, and a multibranch job is scanned at intervals (H/5 * * * *, H * * * * or H H * * *; cron builds at a time of day)`,
      `services/shop.yaml:9:35+7 SW306 a multibranch job always listens to gitea's webhook (leave webhook out, or use job: plain)`,
    ],
  },
];
