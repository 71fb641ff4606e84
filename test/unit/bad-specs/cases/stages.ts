import type { BadSpec } from "../check.ts";

/** Two stages side by side, in the lines before those of `dev`. */
const checks = `  - { id: unit, parallel: checks, kind: custom, owner: shop, command: make unit }
  - { id: lint, parallel: checks, kind: custom, owner: shop, command: make lint }
`;

/** Twenty-five stages with an approval, in the lines after those of `dev`. */
const approved = Array.from(
  { length: 25 },
  (_, index) => `  - { id: step-${index}, kind: custom, owner: shop, command: make, approval: { by: [ann] } }\n`,
).join("");

/** Stages, rules and parameters that do not go together. */
export const stages: readonly BadSpec[] = [
  {
    name: "commands that read a parameter in another job",
    service: [
      [
        "  - id: image",
        "  - { id: check, kind: custom, owner: platform, needs: [build], command: 'echo $PROFILES', always: 'echo ${PROFILE:-}' }\n  - id: image\n    needs: [build]",
      ],
    ],
    expected: [
      'services/shop.yaml:13:100+19 SW393 stage "check" runs in another job, which does not have the parameter "PROFILE" of the source stage (read it in the source stage, for example into a file that is an artifact, and set artifactsFrom here)',
    ],
  },
  {
    name: "a second source stage without an ID, whose example another stage has",
    service: [["  - id: image\n", "  - { kind: source, owner: shop, tool: maven }\n  - id: image\n"]],
    expected: ['services/shop.yaml:13:5+42 SW202 stages[2] lacks "id" (add id: source)'],
  },
  {
    name: "an image stage without an ID",
    service: [["  - id: image\n    kind: image", "  - kind: image"]],
    expected: ['services/shop.yaml:13:5+11 SW202 stages[2] lacks "id" (add id: image)'],
  },
  {
    name: "a contact without what its keys describe",
    platform: [
      ["contact: { mail: shop@acme.internal }", "contact: { mail: shop@acme.internal, format: teams }"],
      ["  release: {", "  release: { contact: { on: [deployed] },"],
    ],
    expected: [
      'stagewright.yaml:14:89+6 SW377 "format" has no effect: the contact of shop has no webhook (add webhook, or remove format)',
      'stagewright.yaml:16:25+2 SW377 "on" has no effect: the contact of release has no mail or webhook (add mail or webhook, or remove on)',
    ],
  },
  {
    name: "a stage without an owner",
    service: [["id: dev, kind: deploy, owner: shop,", "id: dev, kind: deploy,"]],
    expected: [
      'services/shop.yaml:19:5+43 SW311 stages.dev lacks "owner" (add owner: NAME; one of platform, release, shop)',
    ],
  },
  {
    name: "an image with no source before it",
    service: [
      ["  - { id: build, kind: source, owner: shop, tool: maven, jdk: '17', artifacts: [target/*.jar] }\n", ""],
      ["  - { branch: 'hotfix/*', through: build }\n", ""],
    ],
    expected: [
      'services/shop.yaml:11:9+5 SW304 image stage "image" has no source stage before it (add a source stage before it, or name one in needs)',
    ],
  },
  {
    name: "more stages than Jenkins can compile in one Jenkinsfile",
    platform: [["replace: [credentials]", "replace: [credentials, topology]"]],
    service: [
      ["service: shop\n", "service: shop\ntopology: combined\n"],
      ["  - { id: dev, kind", `${approved}  - { id: dev, kind`],
    ],
    expected: [
      "services/shop.yaml:46:11+4 SW376 the Jenkinsfile of /shop/shop has 29 stages, which Jenkins cannot compile; about 22 fit (use more jobs: topology: per-team or per-stage)",
      'services/shop.yaml:46:38+7 SW470 "release" deploys to the protected environment "prod", but the job and its credentials are in the folder of "shop" (set topology: per-stage or per-team, which gives the stage a job in its owner\'s folder)',
    ],
  },
  {
    name: "stages that need each other",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [prod]"]],
    expected: [
      'services/shop.yaml:19:69+4 SW305 stage "dev" needs itself through "prod" (remove one of the entries in needs)',
    ],
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
      'services/shop.yaml:19:86+9 SW344 no branch "release/1" reaches stage "dev" (branches that reach it: main; add { branch: release/1, through: dev } to branches)',
      'services/shop.yaml:19:105+2 SW344 no tag "v*" reaches stage "dev" (tags that reach it: none; add { tag: \'v*\', through: dev } to branches)',
    ],
  },
  {
    name: "schedules that Jenkins cannot tell apart",
    service: [
      ["triggers: {", "triggers: { cron: 'H 3 * * *',"],
      ["owner: shop, environment: dev", "owner: shop, environment: dev, when: { cron: H 2 * * * }"],
    ],
    expected: [
      'services/shop.yaml:19:75+9 SW388 triggers.cron has the schedule "H 3 * * *": a build does not know which schedule started it (set the same schedule, "H 3 * * *")',
    ],
  },
  {
    name: "a second schedule in a condition",
    service: [
      ["owner: shop, environment: dev", "owner: shop, environment: dev, when: { cron: H 2 * * * }"],
      [
        "  - { id: dev, ",
        "  - { id: weekly, kind: custom, owner: shop, command: make, when: { cron: '@weekly' } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:20:75+9 SW388 stage "weekly" has the schedule "@weekly": a build does not know which schedule started it (set the same schedule, "@weekly")',
    ],
  },
  {
    name: "a schedule of a condition that Jenkins does not know",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, when: { cron: nightly }"]],
    expected: [
      'services/shop.yaml:19:75+7 SW366 "nightly" is not a schedule of Jenkins: it has 1 field instead of 5 (for example H/5 * * * *)',
    ],
  },
  {
    name: "a nightly stage that the branch of the timer does not reach",
    service: [
      ["  - { branch: main, through: dev }\n", "  - { branch: main, through: image }\n"],
      ["owner: shop, environment: dev", "owner: shop, environment: dev, when: { cron: H 2 * * * }"],
    ],
    expected: [
      'services/shop.yaml:19:75+9 SW344 the timer builds the branch "main", which does not reach stage "dev" (set through: dev in the rule of this branch in branches)',
    ],
  },
  {
    name: "a nightly stage after a protected environment",
    service: [
      [
        "environment: prod, approval: { by: [release-managers] } }\n",
        "environment: prod }\n  - { id: load, kind: custom, owner: shop, command: make, when: { cron: H 2 * * * } }\n",
      ],
    ],
    expected: [
      'services/shop.yaml:21:73+9 SW344 the timer builds the branch "main", which does not reach stage "load" (no rule leads there, because a protected environment without an approval comes before: set approval on its stage)',
    ],
  },
  {
    name: "a nightly stage for tags",
    service: [
      ["owner: shop, environment: dev", "owner: shop, environment: dev, when: { cron: H 2 * * *, tags: [v*] }"],
    ],
    expected: [
      'services/shop.yaml:19:75+9 SW344 the timer builds the branch "main", which does not match the condition of stage "dev" (add main to when.branches)',
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
      'services/shop.yaml:17:5+4 SW201 "when" is not a key of stages.image; one of after, agent, approval, artifactsFrom, base, before, buildArguments, cache, command, context, digestFrom, dockerfile, engine, id, image, kind, labels, movingTags, needs, owner, parallel, paths, platforms, previousIds and 13 more',
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
      'services/shop.yaml:2:17+4 SW303 "shop" is currently the name of a service (list only names that are no longer in use)',
      'services/shop.yaml:2:23+5 SW303 "store" is already a former name of another service',
      'stagewright.yaml:14:43+4 SW303 "shop" is currently the folder (list only names that are no longer in use)',
    ],
  },
  {
    name: "a former name whose job is another's today",
    platform: [
      ["locks: { replace: [credentials] }", "locks: { replace: [credentials, topology] }"],
      ["services: services", "policy: { severity: { SW470: note } }\nservices: services"],
    ],
    service: [["service: shop\n", "service: shop\npreviousNames: [cart, store]\n"]],
    other: [
      ["service: shop\n", "service: store-dev\ntopology: combined\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'services/other.yaml:21:38+7 SW470 "release" deploys to the protected environment "prod", but the job and its credentials are in the folder of "shop" (set topology: per-stage or per-team, which gives the stage a job in its owner\'s folder)',
      'services/shop.yaml:2:23+5 SW303 "/shop/store-dev" is currently the path of a job (list only names that are no longer in use)',
    ],
  },
  {
    name: "former ids that are another stage's",
    service: [
      ["id: build,", "id: build, previousIds: [dev, build, image-1],"],
      ["id: dev,", "id: dev, previousIds: [image-1],"],
    ],
    expected: [
      'services/shop.yaml:12:32+3 SW303 "dev" is currently the id of a stage (list only names that are no longer in use)',
      'services/shop.yaml:12:37+5 SW303 "build" is currently the id of a stage (list only names that are no longer in use)',
      'services/shop.yaml:19:30+7 SW303 "image-1" is already a former id of another stage',
    ],
  },
  {
    name: "former owners that own it, or that there are not",
    platform: [["replace: [credentials]", "replace: [credentials, stages.previousOwners]"]],
    service: [["kind: deploy, owner: shop,", "kind: deploy, owner: shop, previousOwners: [shop, stores],"]],
    expected: [
      'services/shop.yaml:19:60+4 SW303 "shop" is currently the owner (list only names that are no longer in use)',
      'services/shop.yaml:19:66+6 SW302 "stores" is not a team; one of platform, release, shop',
    ],
  },
  {
    name: "a former owner that the platform was not asked about",
    service: [["kind: deploy, owner: shop,", "kind: deploy, owner: shop, previousOwners: [release],"]],
    expected: [
      'services/shop.yaml:19:43+14 SW315 "previousOwners" is locked by default: a service cannot set stages.dev.previousOwners (remove it; or in the platform spec, add locks: { replace: [stages.previousOwners] })',
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
      'services/shop.yaml:19:85+3 SW303 "/platform/shop-q-a" is currently the path of a job (list only names that are no longer in use)',
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
    expected: ['services/shop.yaml:2:17+4 SW303 "/shop/cart-a-b" is already a former path of another job'],
  },
  {
    name: "more former names than a job can have had",
    service: [
      ["service: shop\n", "service: shop\npreviousNames: [a, b, c, d, e, f, g]\n"],
      ["id: build,", "id: build, previousIds: [h, i, j, k, l, m, n],"],
    ],
    expected: [
      'services/shop.yaml:2:17+1 SW357 the former names of stage "build" result in 63 job paths; at most 60 are allowed (remove former names without builds that must be kept)',
    ],
  },
  {
    name: "an approval by an empty list",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, approval: { count: 2 }"]],
    expected: [
      'services/shop.yaml:19:61+8 SW353 no one can approve stage "dev": team "shop" has no approvers (add by: [release-managers] to the approval, or add approvers to teams.shop)',
    ],
  },
  {
    name: "an approval in the application's own Jenkinsfile",
    platform: [["locks: { replace: [credentials] }", "locks: { replace: [credentials, topology] }"]],
    service: [
      ["approval: { by: [release-managers] }", "approval: {}"],
      ["credentials: git-read", "credentials: git-read\ntopology: combined\njob: multibranch"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["parameters:\n  - { name: PROFILE, kind: choice, choices: [ci, full] }\n", ""],
      ["branch: 'hotfix/*'", "pullRequest: true"],
    ],
    expected: [
      "services/shop.yaml:9:7+11 SW368 no pull request is built: Jenkins finds pull requests only on a known git host (in the platform spec, add site: { git: { host: gitlab } }; one of github, gitlab, gitea, bitbucket)",
      'services/shop.yaml:20:66+8 SW354 the approval of "prod" would be in the application\'s own Jenkinsfile, which the authors of a change can edit (set topology: per-stage, or job: plain)',
    ],
  },
  {
    name: "two needs, one after the other",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: [image, build]"]],
    expected: [
      'services/shop.yaml:19:68+14 SW342 "build" and "image" are not exactly one parallel group (set the same parallel name for all of them, or need only the last one)',
    ],
  },
  {
    name: "needs of half a group",
    service: [["  - { id: dev, ", `${checks}  - { id: dev, needs: [unit, image], `]],
    expected: [
      'services/shop.yaml:21:23+13 SW342 "image" and "unit" are not exactly one parallel group (set the same parallel name for all of them, or need only the last one)',
    ],
  },
  {
    name: "a group of one",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, parallel: eu"]],
    expected: [
      'services/shop.yaml:19:71+2 SW341 stage "dev" is the only one in group "eu" (add another stage to the group, or remove parallel)',
    ],
  },
  {
    name: "a group named as a stage",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, parallel: prod"]],
    expected: [
      'services/shop.yaml:19:71+4 SW341 the group name "prod" is already the id of a stage (rename the group)',
    ],
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
      'services/shop.yaml:22:69+6 SW341 another stage is between the stages of group "checks" (move them next to each other)',
    ],
  },
  {
    name: "a group that takes two records",
    service: [["  - { id: dev, ", `${checks.replace("id: lint,", "id: lint, needs: [build],")}  - { id: dev, `]],
    expected: [
      'services/shop.yaml:20:43+6 SW341 all stages of group "checks" use the same record; "unit" uses the record of image (set the same needs for all of them)',
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
    expected: ['services/shop.yaml:19:44+4 SW350 "step" and "command" cannot be combined (remove one of them)'],
  },
  {
    name: "a step in a tool image",
    service: [
      [
        "  - { id: dev, ",
        `  - { id: scan, kind: custom, owner: shop, step: scan, toolImage: 'harbor.acme.internal/t@sha256:${"1".repeat(64)}' }\n  - { id: dev, `,
      ],
    ],
    expected: ['services/shop.yaml:19:56+9 SW350 "toolImage" requires "command", not "step" (remove toolImage)'],
  },
  {
    name: "arguments of a custom command",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, command: make, arguments: { a: 1 } }\n  - { id: dev, ",
      ],
    ],
    expected: ['services/shop.yaml:19:59+9 SW350 "arguments" requires "step", not "command" (remove arguments)'],
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
      'services/shop.yaml:19:50+2 SW310 "sh" is a reserved name of stagewright, Jenkins or Groovy (name a step of the site\'s own library)',
    ],
  },
  {
    name: "a reserved variable of a custom stage",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, command: make, environment: { DIGEST: x } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:19:74+6 SW310 "DIGEST" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
    ],
  },
  {
    name: "a stage that may fail and stops",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: scan, kind: custom, owner: shop, command: make, unstable: stop, allowFailure: true }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:19:75+12 SW350 "allowFailure" cannot be combined with unstable: stop (set unstable: continue, or remove allowFailure)',
    ],
  },
  {
    name: "keys that need sh in a stage of Windows",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: ui, kind: custom, owner: shop, command: build.ps1, shell: pwsh, artifactsFrom: build }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:19:75+13 SW389 "artifactsFrom" needs sh, and the stage has shell: pwsh (remove artifactsFrom, or set shell: sh)',
    ],
  },
  {
    name: "variables that Windows does not distinguish",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: ui, kind: custom, owner: shop, command: build.ps1, shell: pwsh, environment: { Path: x, version: y } }\n  - { id: dev, ",
      ],
    ],
    expected: [
      'services/shop.yaml:19:90+4 SW310 "Path" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
      'services/shop.yaml:19:99+7 SW310 "version" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
    ],
  },
  {
    name: "a shell without a command",
    service: [
      ["  - { id: dev, ", "  - { id: ui, kind: custom, owner: shop, step: scanImage, shell: bat }\n  - { id: dev, "],
    ],
    expected: ['services/shop.yaml:19:59+5 SW389 "shell" has no effect without "command" (remove shell)'],
  },
  {
    name: "an analysis that the tool cannot run",
    service: [["tool: maven, jdk: '17'", "tool: dotnet, sonar: { server: sonarqube }"]],
    expected: [
      "services/shop.yaml:12:59+5 SW387 tool: dotnet runs no analysis: the scanner of .NET has commands before and after the build (set tool: command, and run the scanner in the command)",
    ],
  },
  {
    name: "two analyses at the same time",
    service: [["  - { id: dev, ", `${checks.replaceAll(" }\n", ", sonar: { server: sonarqube } }\n")}  - { id: dev, `]],
    expected: ["unit", "lint"].map(
      (id, index) =>
        `services/shop.yaml:${19 + index}:82+5 SW387 stage "${id === "unit" ? "lint" : "unit"}" is analyzed at the same time: Jenkins only waits for the last analysis of a run (remove parallel from one of them)`,
    ),
  },
  {
    name: "artifacts from a stage without any",
    service: [
      [", artifacts: [target/*.jar]", ""],
      ["    engine: buildah", "    engine: buildah\n    artifactsFrom: build"],
    ],
    expected: ['services/shop.yaml:17:20+5 SW304 stage "build" has no artifacts (add artifacts to stages.build)'],
  },
  {
    name: "artifacts of a custom stage from a stage that is no source",
    service: [
      [
        "  - { id: dev, ",
        "  - { id: smoke, kind: custom, owner: shop, command: make, artifactsFrom: image }\n  - { id: dev, ",
      ],
    ],
    expected: ['services/shop.yaml:19:75+5 SW302 "image" is not a source stage of this service; only build'],
  },
  {
    name: "artifacts of a custom stage from a stage without any",
    service: [
      [", artifacts: [target/*.jar]", ""],
      [
        "  - { id: dev, ",
        "  - { id: smoke, kind: custom, owner: shop, command: make, artifactsFrom: build }\n  - { id: dev, ",
      ],
    ],
    expected: ['services/shop.yaml:19:75+5 SW304 stage "build" has no artifacts (add artifacts to stages.build)'],
  },
  {
    name: "a command without tool: command",
    service: [["tool: maven", "tool: maven, command: make"]],
    expected: [
      'services/shop.yaml:12:58+7 SW358 "command" requires tool: command, not maven (use arguments, or set tool: command)',
    ],
  },
  {
    name: "arguments of a command",
    service: [["tool: maven, jdk: '17'", "tool: command, command: make, arguments: [all]"]],
    expected: [
      'services/shop.yaml:12:75+9 SW358 "arguments" has no effect with tool: command (add the arguments to the command)',
    ],
  },
  {
    name: "a JDK for npm",
    service: [["tool: maven", "tool: npm"]],
    expected: ["services/shop.yaml:12:56+3 SW359 tool: npm uses no JDK (remove jdk)"],
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
      'services/shop.yaml:12:58+3 SW359 "jdk" has no effect with "toolImage", which has its own JDK (remove one of them)',
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
      "services/shop.yaml:12:89+3 SW359 tool: npm uses no JDK (remove jdk)",
      'services/shop.yaml:12:110+7 SW202 stages.build.also[2] lacks "command" (add command: make dist)',
      "services/shop.yaml:12:142+4 SW302 \"99\" is not a JDK in site.tools.jdks; only 17 (add '99': /PATH/TO/JDK to site.tools.jdks in the platform spec, or remove jdk to use the agent's JDK)",
    ],
  },
  {
    name: "artifacts from a source stage that begins another release",
    service: [
      ["stages:\n", "stages:\n  - { id: web, kind: source, owner: shop, tool: npm, artifacts: [dist/**] }\n"],
      ["    engine: buildah", "    engine: buildah\n    artifactsFrom: web"],
    ],
    expected: [
      'services/shop.yaml:12:11+3 SW320 no stage uses the artifacts of "web": "build" starts a release of its own (build both in one stage with also)',
      'services/shop.yaml:18:20+3 SW304 stage "web" is not before this stage, so its artifacts are not available (each source stage starts a release of its own; build everything for one release in one stage with also)',
    ],
  },
  {
    name: "images that no deploy stage takes",
    service: [
      [
        "  - { id: dev,",
        `  - { id: web, kind: image, owner: platform, engine: buildah, image: { registry: harbor, name: shop/web }, needs: [build] }
  - { id: jobs, kind: image, owner: platform, engine: buildah, image: { registry: harbor, name: shop/jobs }, needs: [build] }
  - { id: dev,`,
      ],
    ],
    expected: [
      'services/shop.yaml:13:9+5 SW321 no deploy stage takes the image of stage "image" (put the image stages next to each other, with the same needs and the same parallel: NAME)',
      'services/shop.yaml:19:11+3 SW321 no deploy stage takes the image of stage "web" (put the image stages next to each other, with the same needs and the same parallel: NAME)',
    ],
  },
  {
    name: "an image of a parallel group that no deploy stage takes",
    service: [
      ["    engine: buildah\n", "    engine: buildah\n    parallel: images\n"],
      [
        "  - { id: dev, kind: deploy,",
        `  - { id: web, kind: image, parallel: images, owner: platform, engine: buildah, image: { registry: harbor, name: shop/web } }
  - { id: dev, kind: deploy, needs: [web],`,
      ],
    ],
    expected: [
      'services/shop.yaml:13:9+5 SW321 no deploy stage takes the image of stage "image" (add "image" to the needs of the stage after the group)',
    ],
  },
  {
    name: "a branch rule of two kinds",
    service: [["{ branch: main, through", "{ branch: main, tag: v1, through"]],
    expected: [
      "services/shop.yaml:6:5+39 SW356 a branch rule needs exactly one of branch, tag, pullRequest (write a separate rule for each pattern)",
    ],
  },
  {
    name: "a branch rule of no kind",
    service: [["{ branch: main, through", "{ through"]],
    expected: [
      "services/shop.yaml:6:5+16 SW356 a branch rule needs exactly one of branch, tag, pullRequest (write a separate rule for each pattern)",
    ],
  },
  {
    name: "a pull request that pushes an image",
    service: [["branch: 'hotfix/*', through: build", "pullRequest: true, through: image"]],
    expected: [
      'services/shop.yaml:7:35+5 SW309 a pull request can only reach source and custom stages; stage "image" is of kind image (a pull request has no credentials for a stage of kind image; name another stage: only build)',
    ],
  },
  {
    name: "a rule through a protected environment",
    service: [
      ["branch: main, through: dev", "tag: 'v*', through: prod"],
      [", approval: { by: [release-managers] }", ""],
    ],
    expected: [
      'services/shop.yaml:6:27+4 SW312 no commit passes "prod" automatically: its environment is protected (a person starts its job; set through to the last stage before it)',
      'services/shop.yaml:20:60+4 SW452 shop releases to the protected environment "prod" without an approval: anyone with permission to start the job can release (add approval: { by: [GROUP], notAuthor: true })',
    ],
  },
  {
    name: "choices of a text",
    service: [["kind: choice", "kind: text"]],
    expected: [
      'services/shop.yaml:10:34+7 SW360 "choices" requires kind: choice, not text (set kind: choice, or remove choices)',
    ],
  },
  {
    name: "a reserved parameter",
    service: [["name: PROFILE", "name: UPSTREAM_BUILD"]],
    expected: [
      'services/shop.yaml:10:13+14 SW310 "UPSTREAM_BUILD" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
    ],
  },
  ...["DOCKER_HOST", "https_proxy", "SSL_CERT_FILE", "HELM_KUBEAPISERVER"].map((name) => ({
    name: `a parameter that changes where tools send credentials: ${name}`,
    service: [["name: PROFILE", `name: ${name}`]] as const,
    expected: [
      `services/shop.yaml:10:13+${name.length} SW310 "${name}" is a variable of a tool that gets credentials (choose another name, or set environment in the stage that needs it)`,
    ],
  })),
  {
    name: "a reserved variable",
    service: [["jdk: '17'", "environment: { PATH: /bin }"]],
    expected: [
      'services/shop.yaml:12:73+4 SW310 "PATH" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
    ],
  },
  {
    name: "a label of stagewright",
    service: [["    engine: buildah", "    engine: buildah\n    labels: { org.opencontainers.image.revision: x }"]],
    expected: [
      'services/shop.yaml:17:15+33 SW310 stagewright sets the label "org.opencontainers.image.revision" itself (remove the label)',
    ],
  },
  {
    name: "a build argument of BuildKit that stagewright sets",
    service: [["    engine: buildah", "    engine: buildah\n    buildArguments: { BUILDKIT_CACHE_MOUNT_NS: x }"]],
    expected: [
      'services/shop.yaml:17:23+23 SW310 stagewright sets the build argument "BUILDKIT_CACHE_MOUNT_NS" itself (remove the argument)',
    ],
  },
  {
    name: "a build argument that is the base image's",
    service: [["    engine: buildah", "    engine: buildah\n    buildArguments: { BASE: x }"]],
    expected: [
      'services/shop.yaml:17:23+4 SW351 base.argument already sets the build argument "BASE" (rename one of them)',
    ],
  },
  {
    name: "an image without a Dockerfile that has no command, and keys for a Dockerfile",
    platform: [["  docker: {", "  none: { agent: { label: linux-build } }\n  docker: {"]],
    service: [["    engine: buildah", "    engine: none\n    target: runtime"]],
    expected: [
      'services/shop.yaml:16:13+4 SW374 stages.image lacks "command", which engine: none needs (add command: mvn -B compile jib:build -Djib.to.image=$IMAGE:$IMAGE_TAG -Djib.container.labels=$IMAGE_LABELS)',
      'services/shop.yaml:16:13+4 SW374 stages.image lacks "digestFrom", which engine: none needs (add digestFrom: target/jib-image.digest)',
      'services/shop.yaml:17:5+6 SW374 "target" has no effect with engine: none, which reads no Dockerfile (remove target, and configure it in the tool that the command runs)',
      'services/shop.yaml:19:5+4 SW374 "base" has no effect with engine: none, which reads no Dockerfile (remove base, and configure it in the tool that the command runs)',
    ],
  },
  {
    name: "a command for an engine that builds from a Dockerfile",
    service: [["    engine: buildah", "    engine: buildah\n    command: make push\n    digestFrom: digest"]],
    expected: [
      'services/shop.yaml:17:5+7 SW374 "command" requires engine: none, not engine: buildah (remove command, or set engine: none)',
      'services/shop.yaml:18:5+10 SW374 "digestFrom" requires engine: none, not engine: buildah (remove digestFrom, or set engine: none)',
    ],
  },
  {
    name: "a tag that moves and does not",
    service: [["    engine: buildah", "    engine: buildah\n    tags: ['{version}']\n    movingTags: ['{version}']"]],
    expected: [
      'services/shop.yaml:18:18+11 SW352 the tag "{version}" is in both tags and movingTags (remove it from one of the lists)',
    ],
  },
  {
    name: "a locked key",
    service: [["tool: maven,", "tool: maven, agent: { label: big },"]],
    expected: [
      'services/shop.yaml:12:58+5 SW315 "agent" is locked by default: a service cannot set stages.build.agent (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [stages.agent] })',
    ],
  },
  {
    name: "a build secret that is not allowed",
    service: [["engine: buildah", "engine: buildah\n    secrets: { npmrc: npm-token }"]],
    expected: [
      'services/shop.yaml:17:5+7 SW315 "secrets" is locked by default: a service cannot set stages.image.secrets (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [image.secrets] })',
    ],
  },
  {
    name: "a secret of a source stage that is not allowed",
    service: [["tool: maven,", "tool: maven, secrets: { SONAR_TOKEN: sonar-token },"]],
    expected: [
      'services/shop.yaml:12:58+7 SW315 "secrets" is locked by default: a service cannot set stages.build.secrets (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [source.secrets] })',
    ],
  },
  {
    name: "a secret with a reserved variable, and one that the environment sets",
    platform: [["replace: [credentials]", "replace: [credentials, source.secrets]"]],
    service: [
      [
        "tool: maven,",
        "tool: maven, environment: { NEXUS_PSW: a }, secrets: { PATH: token, NEXUS: { usernamePassword: nexus } },",
      ],
    ],
    expected: [
      'services/shop.yaml:12:100+4 SW310 "PATH" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
      'services/shop.yaml:12:113+5 SW372 "NEXUS_PSW" is in both secrets and environment (remove it from one of them)',
    ],
  },
  {
    name: "a secret of two kinds",
    platform: [["replace: [credentials]", "replace: [credentials, source.secrets]"]],
    service: [["tool: maven,", "tool: maven, secrets: { NEXUS: { file: a, sshKey: b } },"]],
    expected: ["services/shop.yaml:12:76+22 SW206 stages.build.secrets.NEXUS has 2 keys; at most 1 is allowed"],
  },
  {
    name: "a version of the project without its file",
    service: [["version: '1.2.{build}'", "version: '{project}.{build}'"]],
    expected: [
      "services/shop.yaml:4:10+19 SW373 {project} is the version in versionFile, which is not set (add versionFile: pom.xml, or the file with the version)",
    ],
  },
  {
    name: "a version file that the version does not use",
    service: [["version: '1.2.{build}'", "versionFile: pom.xml\nversion: '1.2.{build}'"]],
    expected: [
      "services/shop.yaml:4:1+11 SW373 versionFile has no effect: version has no {project} (write {project} in version, or remove versionFile)",
    ],
  },
  {
    name: "a path of the Jenkinsfile without a branch job",
    service: [["service: shop\n", "service: shop\njenkinsfile: shop/Jenkinsfile\n"]],
    expected: [
      'services/shop.yaml:2:1+11 SW367 "jenkinsfile" requires job: multibranch; other jobs read their generated Jenkinsfile where it is (remove it, or set job: multibranch)',
    ],
  },
  {
    name: "two branch jobs that read one Jenkinsfile",
    other: [
      ["service: shop\n", "service: other\njob: multibranch\n"],
      ["  - { branch: 'hotfix/*', through: build }\n", ""],
      ["shop/shop }", "shop/other }"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
    ],
    service: [
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["  - { branch: 'hotfix/*', through: build }\n", ""],
    ],
    expected: [
      'services/shop.yaml:2:1+3 SW367 the branch jobs of services "other" and "shop" both read Jenkinsfile in one repository (add jenkinsfile: shop/Jenkinsfile)',
    ],
  },
  {
    name: "pull requests on an unknown git host",
    service: [
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["branch: 'hotfix/*'", "pullRequest: true"],
    ],
    expected: [
      "services/shop.yaml:8:7+11 SW368 no pull request is built: Jenkins finds pull requests only on a known git host (in the platform spec, add site: { git: { host: gitlab } }; one of github, gitlab, gitea, bitbucket)",
    ],
  },
  {
    name: "triggers that a branch job cannot keep",
    platform: [
      ["  tools", "  statuses: { host: gitea, api: 'https://git.acme.internal/api/v1', credentials: status }\n  tools"],
    ],
    service: [
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["triggers: { poll: 'H/5 * * * *' }", "triggers: { poll: '30 3 * * 1-5', webhook: false }"],
    ],
    expected: [
      'services/shop.yaml:9:19+14 SW345 "30 3 * * 1-5" is not an interval, which a multibranch job requires (use H/5 * * * *, H * * * * or H H * * *; use cron to build at a time of day)',
      "services/shop.yaml:9:35+7 SW345 a multibranch job always listens to gitea's webhook (remove webhook, or set job: plain)",
    ],
  },
  {
    name: "an image name with the host of its registry",
    service: [["name: shop/shop", "name: harbor.acme.internal/shop/shop"]],
    expected: [
      'services/shop.yaml:17:38+30 SW205 "harbor.acme.internal/shop/shop" begins with the host of its registry, which "registry" already sets (write shop/shop)',
    ],
  },
];
