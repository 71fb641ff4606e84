import type { BadSpec } from "../check.ts";

type Changes = [from: string, to: string][];

/** A multibranch job of a GitLab project. */
const multibranch: Changes = [
  ["service: shop\n", "service: shop\njob: multibranch\n"],
  ["1.2.{build}", "1.2.{build}-{commit}"],
];
const gitlab: Changes = [["site:\n", "site:\n  git: { host: gitlab }\n"]];

/** Pull requests reach a custom stage after the source stage. */
const reached = (keys: string): Changes => [
  ["branch: 'hotfix/*', through: build", "pullRequest: true, through: check"],
  ["  - id: image\n", `  - { id: check, kind: custom, owner: shop, ${keys} }\n  - id: image\n`],
];

/** Pull requests reach a custom stage on Windows, and one on macOS, in a job with the source stage. */
const others: Changes = [
  ...multibranch,
  ["job: multibranch\n", "job: multibranch\ntopology: per-team\n"],
  ["branch: 'hotfix/*', through: build", "pullRequest: true, through: tests"],
  [
    "  - id: image\n",
    "  - { id: installer, kind: custom, owner: shop, shell: bat, command: make, agent: { label: windows } }\n" +
      "  - { id: tests, kind: custom, owner: shop, command: make, agent: { label: mac } }\n" +
      "  - id: image\n",
  ],
];
const agentsOfServices: Changes = [
  ["site:\n", "site:\n  git: { host: gitea }\n"],
  ["replace: [credentials]", "replace: [credentials, topology, stages.agent]"],
];

/** Stages that pull requests cannot run, and credentials that they cannot get. */
export const pullRequests: readonly BadSpec[] = [
  {
    name: "stages with own agents that pull requests run on others",
    platform: agentsOfServices,
    service: others,
    expected: [
      'services/shop.yaml:15:92+7 SW397 bat needs Windows, but pull requests run stage "installer" on agents "pr", and other builds on "windows" (in the platform spec, set site.agents.pullRequests.byLabel: { windows: LABEL }, with the label of Windows agents)',
      'services/shop.yaml:16:76+3 SW398 pull requests run stage "tests" on agents "pr", and other builds on "mac" (in the platform spec, set site.agents.pullRequests.byLabel: { mac: LABEL }, or pr as LABEL if these agents can run it)',
    ],
  },
  {
    name: "stages with own agents that have agents for pull requests",
    platform: [
      ...agentsOfServices,
      ["pullRequests: { label: pr }", "pullRequests: { label: pr, byLabel: { windows: windows-pr, mac: pr } }"],
    ],
    service: others,
    expected: [],
  },
  {
    name: "a Windows stage on the agents of all builds, and other agents for pull requests",
    platform: [...agentsOfServices, ["  agent: { label: linux }\n", "  agent: { label: windows }\n"]],
    service: [...others, ["agent: { label: mac }", "agent: { label: windows }"]],
    expected: [
      'services/shop.yaml:15:92+7 SW397 bat needs Windows, but pull requests run stage "installer" on agents "pr", and other builds on "windows" (in the platform spec, set site.agents.pullRequests.byLabel: { windows: LABEL }, with the label of Windows agents)',
    ],
  },
  {
    name: "a stage on agents with the name of a property that each object has",
    platform: agentsOfServices,
    service: [...others, ["shell: bat, ", ""], ["label: windows", "label: constructor"]],
    expected: [
      'services/shop.yaml:15:80+11 SW398 pull requests run stage "installer" on agents "pr", and other builds on "constructor" (in the platform spec, set site.agents.pullRequests.byLabel: { constructor: LABEL }, or pr as LABEL if these agents can run it)',
      'services/shop.yaml:16:76+3 SW398 pull requests run stage "tests" on agents "pr", and other builds on "mac" (in the platform spec, set site.agents.pullRequests.byLabel: { mac: LABEL }, or pr as LABEL if these agents can run it)',
    ],
  },
  {
    name: "stages with own agents in a branch job that finds no pull requests",
    platform: [["replace: [credentials]", "replace: [credentials, topology, stages.agent]"]],
    service: others,
    expected: [
      "services/shop.yaml:9:7+11 SW368 no pull request is built: Jenkins finds pull requests only on a known git host (in the platform spec, add site: { git: { host: gitlab } }; one of github, gitlab, gitea, bitbucket)",
    ],
  },
  {
    name: "an invalid label of agents for pull requests",
    platform: [["pullRequests: { label: pr }", "pullRequests: { label: pr, byLabel: { windows: 'a &&' } }"]],
    expected: [
      'stagewright.yaml:9:60+6 SW384 "a &&" is not a label expression of Jenkins: a label is missing after "&&" (for example linux && large, or (linux || mac) && !slow)',
    ],
  },
  {
    name: "a branch job on GitLab whose API gets no token",
    platform: gitlab,
    service: multibranch,
    expected: [
      'services/shop.yaml:4:14+8 SW381 the API of gitlab needs a GitLab personal access token, and "git-read" is a user name and a password: the branch job finds nothing in a private repository (in the platform spec, add site: { git: { credentials: git-api } }, with the ID of a GitLab personal access token)',
    ],
  },
  {
    name: "a branch job with an SSH address whose API gets no token",
    platform: [["site:\n", "site:\n  git: { host: gitea }\n"]],
    service: [
      ...multibranch,
      ["git: https://git.acme.internal/", "git: git@git.acme.internal:"],
      ["credentials: git-read", "credentials: shop-key"],
    ],
    expected: [
      'services/shop.yaml:4:14+8 SW381 the API of gitea needs a user name and a token, and "shop-key" is an SSH key: the branch job finds nothing in a private repository (in the platform spec, add site: { git: { credentials: git-api } }, with the ID of a user name and a token)',
    ],
  },
  {
    name: "branch jobs whose API can use the credential",
    platform: [["site:\n", "site:\n  git: { host: gitea }\n"]],
    service: multibranch,
    expected: [],
  },
  {
    name: "a branch job on GitLab whose API gets the credential of the checkout, a token",
    platform: [["site:\n", "site:\n  git: { host: gitlab, credentials: git-read }\n"]],
    service: multibranch,
    expected: [],
  },
  {
    name: "one credential for the API and for commit statuses",
    platform: [
      [
        "site:\n",
        "site:\n  git: { host: gitea, credentials: git-api }\n  statuses: { host: gitea, api: 'https://git.acme.internal/api/v1', credentials: git-api }\n",
      ],
    ],
    service: multibranch,
    expected: [
      'stagewright.yaml:7:82+7 SW382 the credential "git-api" in the folder /shop would be of two kinds: username and password (read branches and pull requests of https://git.acme.internal), and secret text (set commit statuses) (create a credential with another ID for one of them)',
    ],
  },
  {
    name: "a rule for pull requests of a plain job",
    service: [["branch: 'hotfix/*'", "pullRequest: true"]],
    expected: [
      "services/shop.yaml:7:7+11 SW368 no pull request is built: a plain job builds one branch, and other revisions only for a user (set job: multibranch, or remove the rule)",
    ],
  },
  {
    name: "a comment for pull requests of a plain job",
    service: [["poll: 'H/5 * * * *' }", "comment: rebuild }"]],
    expected: [
      "services/shop.yaml:8:13+7 SW391 a plain job builds no pull requests, so no comment starts one (set job: multibranch)",
    ],
  },
  {
    name: "comments and labels that the plugin of a git host does not read",
    platform: [["site:\n", "site:\n  git: { host: gitlab, credentials: git-api }\n"]],
    service: [...multibranch, ["poll: 'H/5 * * * *' }", "comment: rebuild, label: rebuild }"]],
    expected: [
      "services/shop.yaml:9:31+5 SW391 the plugin of gitlab reads no labels of pull requests; github can (remove label, and build the pull request again in Jenkins)",
    ],
  },
  {
    name: "a comment on an unknown git host",
    service: [
      ...multibranch,
      ["poll: 'H/5 * * * *' }", "comment: rebuild }"],
      ["  - { branch: 'hotfix/*', through: build }\n", ""],
    ],
    expected: [
      "services/shop.yaml:8:13+7 SW391 Jenkins reads no comments of an unknown git host, only of github and gitlab (in the platform spec, add site: { git: { host: github or gitlab } }; for another product, remove comment)",
    ],
  },
  ...(
    [
      [
        "gitea",
        "the plugin of gitea reads no comments of pull requests; github and gitlab can (remove comment, and build the pull request again in Jenkins)",
      ],
      [
        "gitlab",
        "Jenkins reads no comments of an unknown git host, only of github and gitlab (in the platform spec, add site: { git: { host: gitlab } }; for another product, remove comment)",
      ],
    ] as const
  ).map(([product, message]) => ({
    name: `comments and pull requests on an unknown host with the name of ${product}`,
    platform: [["git.acme.internal, nexus", `git.acme.internal, ${product}.acme.internal, nexus`]] as const,
    service: [
      ...multibranch,
      ["git: https://git.acme.internal/", `git: https://${product}.acme.internal/`] as const,
      ["poll: 'H/5 * * * *' }", "comment: rebuild }"] as const,
      ["branch: 'hotfix/*'", "pullRequest: true"] as const,
    ],
    expected: [
      `services/shop.yaml:8:7+11 SW368 no pull request is built: Jenkins finds pull requests only on a known git host (in the platform spec, add site: { git: { host: ${product} } }; one of github, gitlab, gitea, bitbucket)`,
      `services/shop.yaml:9:13+7 SW391 ${message}`,
    ],
  })),
  ...["comment", "label"].map((key) => ({
    name: `a ${key} on GitHub, whose API gets no credential`,
    platform: [["site:\n", "site:\n  git: { host: github }\n"]] as const,
    service: [
      ...multibranch,
      ["credentials: git-read\n", ""] as const,
      ["poll: 'H/5 * * * *' }", `${key}: rebuild }`] as const,
    ],
    expected: [
      `services/shop.yaml:8:13+${key.length} SW391 the plugin of github asks the API which users may push, and the branch job has no credential for it: no ${key} starts a build (in the platform spec, add site: { git: { credentials: git-api } }, with the ID of a user name and a token)`,
    ],
  })),
  {
    name: "a comment on GitLab, whose API takes no user name and password",
    platform: [["site:\n", "site:\n  git: { host: gitlab }\n"]],
    service: [...multibranch, ["poll: 'H/5 * * * *' }", "comment: rebuild }"]],
    expected: [
      "services/shop.yaml:9:13+7 SW391 the plugin of gitlab asks the API which users may push, and the branch job has no credential for it: no comment starts a build (in the platform spec, add site: { git: { credentials: git-api } }, with the ID of a GitLab personal access token)",
    ],
  },
  {
    name: "a comment on GitHub, whose API gets the credential of the checkout",
    platform: [["site:\n", "site:\n  git: { host: github }\n"]],
    service: [...multibranch, ["poll: 'H/5 * * * *' }", "comment: rebuild }"]],
    expected: [],
  },
  {
    name: "texts of comments and labels that are not one line",
    platform: [["site:\n", "site:\n  git: { host: gitlab, credentials: git-api }\n"]],
    service: [...multibranch, ["poll: 'H/5 * * * *' }", "comment: \"a\\nb\", label: '\\E.*' }"]],
    expected: [
      'services/shop.yaml:9:22+6 SW205 "a\\nb" is not the text of a comment or label: one line of at most 50 ASCII characters, without backslashes and without blanks at its ends (for example rebuild)',
      "services/shop.yaml:9:30+5 SW391 the plugin of gitlab reads no labels of pull requests; github can (remove label, and build the pull request again in Jenkins)",
      'services/shop.yaml:9:37+6 SW205 "\\\\E.*" is not the text of a comment or label: one line of at most 50 ASCII characters, without backslashes and without blanks at its ends (for example rebuild)',
    ],
  },
  {
    name: "a pull request that reaches a custom stage after an image",
    service: [
      ["branch: 'hotfix/*', through: build", "pullRequest: true, through: check"],
      ["  - { id: dev,", "  - { id: check, kind: custom, owner: shop, command: make check }\n  - { id: dev,"],
    ],
    expected: [
      'services/shop.yaml:7:35+5 SW309 a pull request can only reach source and custom stages; stage "image" is of kind image (a pull request has no credentials for a stage of kind image; name another stage: only build)',
    ],
  },
  {
    name: "a pull request that reaches a custom stage of a plain job",
    service: reached("command: make check"),
    expected: [
      "services/shop.yaml:7:35+5 SW309 a plain job builds no pull requests, so none reaches a custom stage (set job: multibranch)",
    ],
  },
  {
    name: "a pull request that reaches a custom stage in another job",
    platform: gitlab,
    service: [...multibranch, ...reached("command: make check")],
    expected: [
      'services/shop.yaml:8:35+5 SW309 a pull request cannot reach the custom stage "check", which is not in the job of stage "build": only this job has the commits of pull requests (set topology: per-team and the same owner for both stages, or topology: combined)',
    ],
  },
  {
    name: "a pull request that reaches a step of the site",
    platform: gitlab,
    service: [...multibranch, ...reached("step: scanImage")],
    expected: [
      'services/shop.yaml:8:35+5 SW309 a pull request cannot reach the custom stage "check": its step "scanImage" can use each credential of the folder (name an earlier stage, or move what pull requests need to a custom stage of its own)',
    ],
  },
  {
    name: "a pull request that reaches an analysis",
    platform: gitlab,
    service: [...multibranch, ...reached("command: sonar-scanner, sonar: { server: sonarqube }")],
    expected: [
      'services/shop.yaml:8:35+5 SW309 a pull request cannot reach the custom stage "check": the code of a pull request could read the token of the SonarQube server (name an earlier stage, or move what pull requests need to a custom stage of its own)',
    ],
  },
  {
    name: "a pull request that waits for an approval",
    platform: gitlab,
    service: [...multibranch, ...reached("command: make check, approval: { by: [ann] }")],
    expected: [
      'services/shop.yaml:8:35+5 SW309 a pull request cannot reach the custom stage "check": an approval is for a release, and a pull request is none (name an earlier stage, or move what pull requests need to a custom stage of its own)',
    ],
  },
  {
    name: "credentials of pull requests that no build uses",
    platform: [["site:\n", "site:\n  pullRequests: { credentials: [maven-setting, harbor-push] }\n"]],
    expected: [
      'stagewright.yaml:6:32+28 SW302 "harbor-push" is not a credential of a build: pull requests get secrets of source and custom stages, and files of site.tools; only maven-settings (use one of them, or remove it)',
      'stagewright.yaml:6:32+28 SW302 "maven-setting" is not a credential of a build: pull requests get secrets of source and custom stages, and files of site.tools; only maven-settings (did you mean "maven-settings"?)',
    ],
  },
];
