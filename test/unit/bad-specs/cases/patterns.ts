import type { BadSpec } from "../check.ts";

/** Patterns, environments and engines that would not do what they say. */
export const patterns: readonly BadSpec[] = [
  {
    name: "a version that is not unique among the branches of a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: release/*, through: image }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "1.2.{build}" is not unique: each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves (use 1.2.{build}-{commit})',
    ],
  },
  {
    name: "versions of two branches that can be equal in a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: next, through: image, version: '1.{build}.{build}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "1.2.{build}" is not unique: "1.{build}.{build}" of branch "next" can have the same tag, which never moves (use 1.2.{build}-{commit})',
      'services/shop.yaml:8:46+19 SW364 "1.{build}.{build}" is not unique: "1.2.{build}" of branch "main" can have the same tag, which never moves (use 1.{build}.{build}-{commit})',
    ],
  },
  {
    name: "a version of many branches that is not unique in a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: release/*, through: image, version: '1.2-rc.{build}' }"],
    ],
    expected: [
      'services/shop.yaml:8:51+16 SW364 "1.2-rc.{build}" is not unique: each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves (use 1.2-rc.{build}-{commit})',
    ],
  },
  {
    name: "versions of branches and tags that differ in a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      [
        "  - { branch: 'hotfix/*', through: build }\n",
        "  - { branch: next, through: image, version: '1.3-rc.{build}' }\n  - { branch: release/*, through: image, version: '{branch}.{build}' }\n  - { tag: v*, through: image, version: '{tag}' }\n",
      ],
    ],
    expected: [],
  },
  {
    name: "a version that a git tag can have",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ tag: '*', through: image, version: '{tag}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "1.2.{build}" is not unique: "{tag}" of tag "*" can have the same tag, which never moves (use 1.2.{build}-{commit})',
    ],
  },
  {
    name: "a version that a git tag can have in a plain job",
    service: [
      ["version: '1.2.{build}'", "version: '1.{build}'"],
      ["{ branch: 'hotfix/*', through: build }", "{ tag: '1.*', through: image, version: '{tag}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+11 SW364 "1.{build}" is not unique: "{tag}" of tag "1.*" can have the same tag, which never moves (use 1.{build}-{commit})',
    ],
  },
  {
    name: "a version that the description of a commit can be",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: next, through: image, version: '{describe}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "1.2.{build}" is not unique: "{describe}" of branch "next" can have the same tag, which never moves (use 1.2.{build}-{commit})',
    ],
  },
  {
    name: "a version that the name of a branch and its build can be",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: '*', through: image, version: '{branch}.{build}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "1.2.{build}" is not unique: "{branch}.{build}" of branch "*" can have the same tag, which never moves (use 1.2.{build}-{commit})',
    ],
  },
  {
    name: "a version that the name of a branch can be without its slashes",
    service: [
      ["version: '1.2.{build}'", "version: 'r-1.{build}'\njob: multibranch"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: r/*, through: image, version: '{branch}.{build}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+13 SW364 "r-1.{build}" is not unique: "{branch}.{build}" of branch "r/*" can have the same tag, which never moves (use r-1.{build}-{commit})',
    ],
  },
  {
    name: "versions of a plain job that can be equal",
    service: [
      ["version: '1.2.{build}'", "version: '1.{build}'"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: release/*, through: image, version: '1.1{build}' }"],
    ],
    expected: [
      'services/shop.yaml:4:10+11 SW364 "1.{build}" is not unique: "1.1{build}" of branch "release/*" can have the same tag, which never moves (use 1.{build}-{commit})',
      'services/shop.yaml:7:51+12 SW364 "1.1{build}" is not unique: "1.{build}" of branch "main" can have the same tag, which never moves (use 1.1{build}-{commit})',
    ],
  },
  {
    name: "versions of a plain job, which counts the builds of all branches",
    service: [
      ["version: '1.2.{build}'", "version: '1.{build}'"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: release/*, through: image, version: '{branch}.{build}' }"],
    ],
    expected: [],
  },
  {
    name: "versions of a plain job with the number in one place",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: '**', through: image, version: '1.2.{build}' }"],
    ],
    expected: [],
  },
  {
    name: "a number of a build that a version hides",
    service: [
      ["version: '1.2.{build}'", "version: '1.{build}'"],
      ["{ branch: 'hotfix/*', through: build }", "{ branch: release/*, through: image, version: '{branch}{build}' }"],
    ],
    expected: [
      'services/shop.yaml:7:51+17 SW364 "{branch}{build}" is not unique: without a separator before and after {build}, two builds can get the same tag, which never moves (use {branch}{build}-{commit})',
    ],
  },
  {
    name: "the versions of docs/stages.md, which differ",
    service: [
      ["version: '1.2.{build}'", "version: '{project}-dev.{commit}'\nversionFile: pom.xml\njob: multibranch"],
      ["{ branch: main, through: dev }", "{ branch: main, through: dev, version: '{project}-{build}' }"],
      [
        "  - { branch: 'hotfix/*', through: build }\n",
        "  - { branch: release/*, through: image, version: '{project}-rc.{build}-{branch}' }\n  - { tag: v*, through: image, version: '{tag}' }\n",
      ],
    ],
    expected: [],
  },
  {
    name: "versions of two rules for tags, which name the same commits",
    service: [
      ["version: '1.2.{build}'", "version: '{describe}'\njob: multibranch"],
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ tag: v*, through: image, version: '{tag}' }\n  - { tag: '*', through: dev, version: 'test-{tag}' }",
      ],
    ],
    expected: [],
  },
  {
    name: "a rule of branches whose version is that of an earlier rule, which is not unique",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}'\njob: multibranch"],
      [
        "  - { branch: main, through: dev }\n  - { branch: 'hotfix/*', through: build }\n",
        "  - { branch: '**', through: build, version: '{build}' }\n  - { branch: main, through: image }\n  - { branch: next, through: image }\n",
      ],
    ],
    expected: [
      'services/shop.yaml:7:46+9 SW364 "{build}" is not unique: each branch of a multibranch job counts its builds from 1, so two branches get the same tag, which never moves (use {build}-{commit})',
    ],
  },
  {
    name: "a version of a rule without a pattern",
    service: [["{ branch: 'hotfix/*', through: build }", "{ tags: v*, through: image, version: '{tag}' }"]],
    expected: [
      "services/shop.yaml:7:5+46 SW356 a branch rule needs exactly one of branch, tag, pullRequest (write a separate rule for each pattern)",
      'services/shop.yaml:7:7+4 SW201 "tags" is not a key of branches[2]; one of branch, pullRequest, tag, through, version (did you mean "tag"?)',
    ],
  },
  ...["{branch}", "{project}", "{describe}"].map((version) => ({
    name: `a version that names the git tag in a multibranch job: ${version}`,
    service: [
      ["version: '1.2.{build}'", "version: '{project}-{build}-{commit}'\nversionFile: pom.xml\njob: multibranch"],
      [
        "{ branch: 'hotfix/*', through: build }",
        `{ tag: v*, through: image, version: '${version}' }\n  - { tag: w*, through: image, version: '${version}' }`,
      ],
    ] as const,
    expected: [],
  })),
  {
    name: "versions of git tags that are not unique in a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}-{commit}'\njob: multibranch"],
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ tag: v*, through: image, version: '1.{build}' }\n  - { tag: w*, through: image, version: '2' }\n  - { tag: x1, through: image, version: '3' }",
      ],
    ],
    expected: [
      'services/shop.yaml:8:41+11 SW364 "1.{build}" is not unique: each git tag in a multibranch job counts its builds from 1, so two git tags get the same image tag, which never moves (use 1.{build}-{commit})',
      'services/shop.yaml:9:41+3 SW364 "2" is not unique: two git tags get the same image tag, which never moves (use 2-{build}-{commit})',
    ],
  },
  ...["", "\njob: multibranch"].flatMap((job) =>
    ["1.0", "{project}", "{branch}-{project}"].map((version) => ({
      name: `a version without a number in a ${job === "" ? "plain" : "multibranch"} job: ${version}`,
      service: [
        ["version: '1.2.{build}'", `version: '${version}'${version === "1.0" ? "" : "\nversionFile: pom.xml"}${job}`],
      ] as const,
      expected: [
        `services/shop.yaml:4:10+${version.length + 2} SW364 "${version}" is not unique: two builds of branch "main"${version === "1.0" ? "" : " with the same version of the application"} get the same tag, which never moves (use ${version}-{build}-{commit})`,
      ],
    })),
  ),
  {
    name: "a git tag in the version of a rule for branches",
    service: [["{ branch: main, through: dev }", "{ branch: main, through: dev, version: '{tag}' }"]],
    expected: ['services/shop.yaml:6:44+7 SW365 {tag} is empty for branch "main" (use {branch} or {describe})'],
  },
  {
    name: "a git tag in the version of a rule for pull requests",
    platform: [["site:\n", "site:\n  git: { host: gitea }\n"]],
    service: [
      [
        "{ branch: 'hotfix/*', through: build }\n",
        "{ pullRequest: true, through: build, version: '1-{tag}' }\njob: multibranch\n",
      ],
    ],
    expected: ["services/shop.yaml:7:51+9 SW365 {tag} is empty for pull requests (use {branch} or {describe})"],
  },
  {
    name: "a version of a branch rule after one that matches the same commits",
    service: [
      [
        "{ branch: main, through: dev }",
        "{ branch: '**', through: build }\n  - { branch: main, through: dev, version: '{build}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:7:44+9 SW380 version has no effect: the rule of branch "**" comes first and matches all commits of branch "main" (the first rule that matches decides: move this rule up)',
    ],
  },
  {
    name: "a version of branch release/* after a rule of release/**",
    service: [
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ branch: 'release/**', through: build }\n  - { branch: 'release/*', through: build, version: '{build}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:8:53+9 SW380 version has no effect: the rule of branch "release/**" comes first and matches all commits of branch "release/*" (the first rule that matches decides: move this rule up)',
    ],
  },
  {
    name: "a version of branch fix-* after a rule of *",
    service: [
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ branch: '*', through: build }\n  - { branch: 'fix-*', through: build, version: '{build}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:8:49+9 SW380 version has no effect: the rule of branch "*" comes first and matches all commits of branch "fix-*" (the first rule that matches decides: move this rule up)',
    ],
  },
  {
    name: "a version of tag v*.* after a rule of v*",
    service: [
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ tag: 'v*', through: build }\n  - { tag: 'v*.*', through: build, version: '{build}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:8:45+9 SW380 version has no effect: the rule of tag "v*" comes first and matches all commits of tag "v*.*" (the first rule that matches decides: move this rule up)',
    ],
  },
  {
    name: "a version after two rules that match all its commits",
    service: [
      [
        "{ branch: 'hotfix/*', through: build }",
        "{ branch: 'x*', through: build }\n  - { branch: 'x*/**', through: build }\n  - { branch: 'x**', through: build, version: '{build}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:9:47+9 SW380 version has no effect: the rules of branch "x*", branch "x*/**" come first and match all commits of branch "x**" (the first rule that matches decides: move this rule up)',
    ],
  },
  {
    name: "an unknown placeholder in the version of a branch rule",
    service: [["{ branch: main, through: dev }", "{ branch: main, through: dev, version: '{buidl}' }"]],
    expected: [
      'services/shop.yaml:6:44+9 SW307 "{buidl}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {describe}, {project}, {tag} (did you mean "build"?)',
    ],
  },
  {
    name: "the version of the application in the version of a branch rule, without a file",
    service: [["{ branch: main, through: dev }", "{ branch: main, through: dev, version: '{project}-{build}' }"]],
    expected: [
      "services/shop.yaml:6:44+19 SW373 {project} is the version in versionFile, which is not set (add versionFile: pom.xml, or the file with the version)",
    ],
  },
  {
    name: "a fixed tag that is not unique among the branches of a multibranch job",
    service: [
      ["version: '1.2.{build}'", "version: '1.2.{build}-{commit}'\njob: multibranch"],
      ["  - { branch: 'hotfix/*', through: build }\n", ""],
      ["engine: buildah", "engine: buildah\n    tags: ['{version}', '{branch}']"],
    ],
    expected: [
      'services/shop.yaml:17:25+10 SW364 "{branch}" is not unique: two builds of branch "main" get the same tag, which never moves (use {branch}-{build}-{commit})',
    ],
  },
  ...(
    [
      ["every 5 minutes", '"every 5 minutes" is not a schedule of Jenkins: it has 3 fields instead of 5'],
      ["99 * * * *", '"99 * * * *" is not a schedule of Jenkins: the minute 99 is not in 0-59'],
      ["0 0 3 * * ?", '"0 0 3 * * ?" is not a schedule of Jenkins: it has 6 fields instead of 5'],
      ["0 3 * * MON", '"0 3 * * MON" is not a schedule of Jenkins: "MON" is not a valid day of the week'],
      ["0 5-3 * * *", '"0 5-3 * * *" is not a schedule of Jenkins: the range 5-3 runs backwards'],
    ] as const
  ).map(([schedule, message]) => ({
    name: `a schedule that Jenkins rejects: ${schedule}`,
    service: [["poll: 'H/5 * * * *'", `cron: '${schedule}'`]] as const,
    expected: [`services/shop.yaml:8:19+${schedule.length + 2} SW366 ${message} (for example H/5 * * * *)`],
  })),
  {
    name: "approvers and groups with blanks, and a git address with an encoded blank",
    platform: [
      [
        "approvers: [release-managers]",
        "approvers: [Release Managers], group: 'CN=Release Managers,OU=Groups,DC=acme'",
      ],
    ],
    service: [["shop/shop.git", "shop/the%20shop.git"]],
    expected: [],
  },
  ...["ecr:eu-central-1:aws-ci", "prod/registry/push", "/secret/ci_push", "user@harbor"].map((id) => ({
    name: `a credential id that Jenkins accepts: ${id}`,
    platform: [["push: harbor-push", `push: '${id}'`]] as const,
    expected: [],
  })),
  ...["ecr:aws push", "-push", "a'b", "$push", "push/"].map((id) => ({
    name: `a credential id with other characters: ${id}`,
    platform: [["push: harbor-push", `push: "${id}"`]] as const,
    expected: [
      `stagewright.yaml:18:81+${id.length + 2} SW205 the value of registries.harbor.credentials.push is not a credential id: letters, digits and \`._-:/@+=~\`; the id, never the secret (for example git-read)`,
    ],
  })),
  {
    name: "an approver with a comma, which separates approvers in Jenkins",
    platform: [["approvers: [release-managers]", "approvers: ['CN=a,OU=b']"]],
    expected: [
      'stagewright.yaml:16:56+11 SW205 "CN=a,OU=b" is not a user or group: a Jenkins user or group id, without commas and quotes: Jenkins separates approvers with commas (for example release-managers)',
    ],
  },
  {
    name: "a git tag in the version of a branch",
    service: [["version: '1.2.{build}'", "version: '1.2.{tag}'"]],
    expected: [
      'services/shop.yaml:4:10+11 SW365 {tag} is empty for a branch, and main reaches stage "image" (use {describe}: the tag, or for other commits the last tag and the commit)',
    ],
  },
  {
    name: "a range that is none",
    platform: [["~0.1", "newest"]],
    expected: ['stagewright.yaml:2:14+6 SW205 "newest" is not a version range (for example ~0.1)'],
  },
  {
    name: "an unknown placeholder in the version",
    service: [["{build}", "{buidl}"]],
    expected: [
      'services/shop.yaml:4:10+13 SW307 "{buidl}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {describe}, {project}, {tag} (did you mean "build"?)',
    ],
  },
  {
    name: "a brace without its partner",
    service: [["{build}", "{build"]],
    expected: [
      'services/shop.yaml:4:10+12 SW307 "1.2.{build" contains an unmatched brace (write placeholders as {name})',
    ],
  },
  {
    name: "a version that makes no tag",
    service: [["1.2.{build}", "1.2 {build}"]],
    expected: [
      'services/shop.yaml:4:10+13 SW205 "1.2 {build}" is not a valid image tag: use letters, digits, `_`, `.` and `-`; do not start with `.` or `-` (for example 1.2.{build})',
    ],
  },
  {
    name: "an unknown placeholder in a tag",
    service: [["    engine: buildah", "    engine: buildah\n    tags: ['{service}']"]],
    expected: [
      'services/shop.yaml:17:12+11 SW307 "{service}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {tag}, {version}',
    ],
  },
  ...["app/build.gradle", "setup.py", "CMakeLists.txt", "shop.gemspec", "Makefile"].map((file) => ({
    name: `a version from ${file}`,
    service: [["version: '1.2.{build}'", `version: '{project}-{build}'\nversionFile: ${file}`] as const],
    expected: [
      `services/shop.yaml:5:14+${file.length} SW373 the version cannot be read from "${file}" (write a file VERSION with the version alone, or use {describe} in version instead of {project})`,
    ],
  })),
  {
    name: "unknown placeholders in a label and a build argument",
    service: [
      [
        "    engine: buildah",
        "    engine: buildah\n    labels: { app.version: '{buidl}', app.json: '{\"a\": {}}' }\n    buildArguments: { AT: 'v{project}' }",
      ],
    ],
    expected: [
      'services/shop.yaml:17:28+9 SW307 "{buidl}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {tag}, {version} (did you mean "build"?)',
      'services/shop.yaml:18:27+12 SW307 "{project}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {tag}, {version}',
    ],
  },
  {
    name: "an unknown placeholder in a namespace",
    platform: [["{service}-dev", "{team}-dev"]],
    expected: [
      'stagewright.yaml:29:16+12 SW307 "{team}" is not a placeholder for this key; one of {environment}, {service}',
    ],
  },
  {
    name: "a namespace that is no DNS label",
    platform: [["{service}-dev", "{service}_dev"]],
    expected: [
      'stagewright.yaml:29:16+15 SW313 the namespace "shop_dev" of service "shop" is not a DNS label with at most 63 characters; it has 8 (change the pattern "{service}_dev")',
    ],
  },
  {
    name: "two services in one overlay",
    platform: [["ops/dev.git', credentials: gitops-dev", "ops/dev.git', credentials: gitops-dev, path: apps/all"]],
    other: [
      ["service: shop\n", "service: other\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'stagewright.yaml:30:92+8 SW314 service "shop" in "dev" and service "other" in "dev" share the overlay "apps/all" (add {service} and {environment} to the path)',
    ],
  },
  {
    name: "an environment of no Argo CD",
    platform: [["environments: [prod]", "environments: [dev]"]],
    expected: [
      'stagewright.yaml:26:80+3 SW308 environment "dev" already belongs to "argocd-dev" (remove it from one of the instances)',
      'stagewright.yaml:31:3+4 SW308 environment "prod" belongs to no Argo CD instance (add it to the environments of one instance of delivery.argocd)',
    ],
  },
  {
    name: "an environment without a GitOps repository",
    platform: [
      [
        "    protected: true\n    gitops: { git: 'https://git.acme.internal/ops/prod.git', credentials: gitops-prod }",
        "    protected: true",
      ],
    ],
    expected: [
      'stagewright.yaml:31:3+4 SW330 environment "prod" lacks "gitops", which handoff argocd requires (add environments.prod.gitops)',
    ],
  },
  {
    name: "a chart without its layout",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, chart: { path: charts/a } }"]],
    expected: ['stagewright.yaml:30:86+5 SW332 "chart" requires layout: helm (add layout: helm, or remove chart)'],
  },
  {
    name: "layout helm without a chart",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, layout: helm }"]],
    expected: [
      "stagewright.yaml:30:94+4 SW332 layout: helm requires either a chart folder, or the name and version of a chart in a chart repository (add chart: { path: … }, or chart: { repository: …, name: …, version: … })",
    ],
  },
  {
    name: "known hosts of HTTPS",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, knownHosts: ['h ssh-ed25519 AAAA'] }"]],
    expected: [
      'stagewright.yaml:30:86+10 SW332 "knownHosts" requires an SSH address (use git: ssh://git@HOST/PATH, or remove knownHosts)',
    ],
  },
  {
    name: "a wait for people",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev, pullRequest: { host: gitlab, api: 'https://git.acme.internal/api/v4', project: a/b, token: t } }\n    wait: { token: argocd-dev }",
      ],
    ],
    expected: [
      'stagewright.yaml:31:5+4 SW332 "wait" does not work with a pull request, which people merge later (remove wait; Argo CD\'s notifications inform the owner)',
    ],
  },
  {
    name: "a freeze that never holds",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev }\n    freeze: [{ schedule: '0 25 * * 5', duration: 1h, timeZone: Europe/Nowhere }]",
      ],
    ],
    expected: [
      'stagewright.yaml:31:26+12 SW331 "0 25 * * 5" is not a cron schedule (minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday)',
      'stagewright.yaml:31:64+14 SW331 "Europe/Nowhere" is not a known time zone (use a name of the IANA database, for example Europe/Berlin)',
    ],
  },
  {
    name: "a freeze on a day that no chosen month has",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev }\n    freeze: [{ schedule: '0 0 30 2 *', duration: 1h }, { schedule: '0 0 30 2 5', duration: 1h }]",
      ],
    ],
    expected: [
      'stagewright.yaml:31:26+12 SW331 "0 0 30 2 *" never begins: no chosen month has such a day (minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday)',
    ],
  },
  {
    name: "a bound that BuildKit ignores",
    platform: [["label: docker } }", "label: docker }, memory: 1Gi }"]],
    expected: [
      'stagewright.yaml:20:47+3 SW405 docker\'s BuildKit ignores limits for memory and CPU (set memory of "docker" in site.pools, or set buildkit: false)',
    ],
  },
  {
    name: "a bound that chroot ignores",
    platform: [["buildsAtOnce: 2", "memory: 1Gi, isolation: chroot"]],
    expected: [
      'stagewright.yaml:21:53+3 SW405 buildah\'s chroot isolation ignores limits for memory and CPU (set memory of "linux-build" in site.pools, or set isolation: oci)',
      "stagewright.yaml:21:69+6 SW462 with buildah's chroot isolation, a RUN instruction can read and change everything that the agent's user can, such as other workspaces and running builds (install crun or runc on the agents and remove isolation, or set isolation: oci)",
    ],
  },
];
