import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { type BadSpec, inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton, ingress } from "./accepted-spec.ts";

type Replacements = readonly (readonly [from: string, to: string])[];

/** A feature of a pipeline, as a change of a spec that each target accepts. */
interface Feature {
  readonly name: string;
  readonly platform?: Replacements;
  readonly service?: Replacements;
}

/** What a target does with a feature. */
export interface Verdict {
  readonly verdict: "yes" | "partly" | "no";
  /** The reason or the consequence; empty for `yes`. */
  readonly text: string;
}

/** The targets of the table, in order. */
export const targets: readonly TargetName[] = ["jenkins", "github-actions", "tekton", "jenkins-x"];

const check = (id: string) => `  - { id: ${id}, kind: custom, parallel: checks, owner: shop, command: make ${id} }\n`;
const smoke = (more: string) => `  - { id: smoke, kind: custom, owner: shop, command: make smoke, ${more} }\n`;
const build = "tool: maven, jdk: '17', artifacts: [target/*.jar]";
const image = "    engine: buildah\n";
const prod = "approval: { by: [release-managers] }";
const source = (more: string): Replacements => [[build, `${build}, ${more}`]];
const ofImage = (more: string): Replacements => [[image, `${image}    ${more}\n`]];
const environment = (more: string): Replacements => [["    protected: true\n", `    protected: true\n    ${more}\n`]];

const ecr =
  "harbor: { host: 123456789012.dkr.ecr.eu-central-1.amazonaws.com, githubOidc: { aws: { role: 'arn:aws:iam::123456789012:role/push' } } }";
/** The only feature that Jenkins cannot give. */
export const passwordless = "login to a registry without a stored password (`githubOidc`)";

/** The rows of the table in docs/reference/targets.md. */
export const features: readonly Feature[] = [
  { name: "source, image and deploy stages; handoff to Argo CD by a commit" },
  {
    name: "handoff to Argo CD by a pull request",
    platform: ["dev", "prod"].map((name) => [
      `credentials: gitops-${name} }`,
      `credentials: gitops-${name}, pullRequest: { host: gitlab, api: 'https://git.acme.internal/api/v4', project: ops/${name}, token: api-${name} } }`,
    ]),
  },
  {
    name: "releases of tags",
    service: [["through: dev }\n", "through: dev }\n  - { tag: 'v*', through: dev }\n"]],
  },
  { name: "several builds in a source stage", service: source("also: [{ tool: command, command: make }]") },
  {
    name: "service containers of a stage",
    service: source(
      `services: { db: { image: 'harbor.acme.internal/tools/postgres:16@sha256:${"0".repeat(64)}', port: 5432 } }`,
    ),
  },
  {
    name: "a build in the container of a tool image",
    service: [
      [
        build,
        `tool: command, command: make, toolImage: 'harbor.acme.internal/tools/make:1@sha256:${"0".repeat(64)}', artifacts: [out/**]`,
      ],
    ],
  },
  { name: "test reports", service: source("tests: [target/surefire-reports/*.xml]") },
  { name: "stages that continue after unstable tests (`unstable: continue`)", service: source("unstable: continue") },
  {
    name: "coverage and issues with quality gates",
    service: source(
      "coverage: { reports: [{ parser: jacoco, pattern: a.xml }], qualityGates: [{ metric: line, minimum: 80 }] }, issues: { reports: [{ parser: sarif, pattern: b.sarif }] }",
    ),
  },
  { name: "attempts after a lost agent (`retries`)", service: source("retries: 2") },
  {
    name: passwordless,
    platform: [
      ["harbor: { host: harbor.acme.internal, credentials: { pull: harbor-pull, push: harbor-push } }", ecr],
      ["https://git.acme.internal/ci/pipelines.git", "https://github.com/acme/pipelines.git"],
    ],
    service: [
      ["https://git.acme.internal/shop/shop.git", "https://github.com/acme/shop.git"],
      [`    base: { image: 'harbor.acme.internal/base/jre:17@sha256:${"0".repeat(64)}', argument: BASE }\n`, ""],
    ],
  },
  { name: "sparse checkouts (`checkout.sparse`)", service: [["stages:\n", "checkout: { sparse: [shop] }\nstages:\n"]] },
  { name: "docker", service: [[image, "    engine: docker\n"]] },
  { name: "moving tags", service: ofImage("movingTags: [latest]") },
  { name: "images only for changed files (`paths`)", service: ofImage("paths: ['web/**']") },
  {
    name: "signatures",
    platform: [["    jdks:", "    cosign: { key: cosign-key, password: cosign-password }\n    jdks:"]],
    service: ofImage("sign: true"),
  },
  {
    name: "signed provenance of images",
    platform: [["    jdks:", "    cosign: { key: cosign-key, password: cosign-password }\n    jdks:"]],
    service: ofImage("provenance: true"),
  },
  {
    name: "verification of images before a deployment (`requires`)",
    platform: [
      [
        "    jdks:",
        '    cosign: { key: cosign-key, password: cosign-password, publicKey: "-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----\\n" }\n    jdks:',
      ],
      ...environment("requires: [signature]"),
    ],
    service: ofImage("sign: true"),
  },
  { name: "parallel stages", service: [["  - id: image", `${check("unit")}${check("lint")}  - id: image`]] },
  {
    name: "custom stages with a command",
    service: [["  - { id: dev,", "  - { id: smoke, kind: custom, owner: shop, command: make smoke }\n  - { id: dev,"]],
  },
  {
    name: "custom stages with the artifacts of the source stage (`artifactsFrom`)",
    service: [["  - { id: dev,", `${smoke("artifactsFrom: build")}  - { id: dev,`]],
  },
  {
    name: "commands after the command (`onFailure`, `always`)",
    service: [["  - { id: dev,", `${smoke("onFailure: make logs, always: make report")}  - { id: dev,`]],
  },
  {
    name: "analysis with SonarQube (`sonar`)",
    service: [["  - { id: dev,", `${smoke("sonar: { server: sonarqube }")}  - { id: dev,`]],
  },
  {
    name: "commands for Windows (`shell`)",
    platform: [["replace: [credentials]", "replace: [credentials, stages.agent]"]],
    service: [["  - { id: dev,", `${smoke("shell: powershell, agent: { label: windows }")}  - { id: dev,`]],
  },
  {
    name: "stages that may fail (`allowFailure`)",
    service: [["  - { id: dev,", `${smoke("allowFailure: true")}  - { id: dev,`]],
  },
  { name: "conditions (`when`)", service: [["environment: dev }", "environment: dev, when: { branches: [main] } }"]] },
  {
    name: "stages of nightly builds (`when.cron`)",
    service: [["environment: dev }", "environment: dev, when: { cron: H 2 * * * } }"]],
  },
  { name: "approvals" },
  {
    name: "approvals by someone other than the author (`notAuthor`)",
    service: [[prod, "approval: { by: [release-managers], notAuthor: true }"]],
  },
  {
    name: "approvals by several people (`count`)",
    service: [[prod, "approval: { by: [release-managers], count: 2 }"]],
  },
  { name: "protected stages that a user starts", service: [[`, ${prod}`, ""]] },
  { name: "rollback and deployment of an earlier release" },
  {
    name: "pull requests",
    service: [
      ["branch: 'hotfix/*'", "pullRequest: true"],
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
    ],
  },
  {
    name: "pull requests that a comment or a label builds again (`triggers.comment`, `triggers.label`)",
    platform: [["https://git.acme.internal/ci/pipelines.git", "https://github.com/ci/pipelines.git"]],
    service: [
      ["https://git.acme.internal/shop/shop.git", "https://github.com/shop/shop.git"],
      ["stages:\n", "triggers: { comment: rebuild }\nstages:\n"],
      ["service: shop\n", "service: shop\njob: multibranch\n"],
      ["1.2.{build}", "1.2.{build}-{commit}"],
    ],
  },
  {
    name: "custom stages of pull requests",
    platform: [["replace: [credentials]", "replace: [credentials, topology]"]],
    service: [
      ["1.2.{build}", "1.2.{build}-{commit}"],
      ["service: shop\n", "service: shop\njob: multibranch\ntopology: per-team\n"],
      ["branch: 'hotfix/*', through: build", "pullRequest: true, through: lint"],
      ["  - id: image", "  - { id: lint, kind: custom, owner: shop, command: make lint }\n  - id: image"],
    ],
  },
  {
    name: "credentials for pull requests (`site.pullRequests`)",
    platform: [["site:\n", "site:\n  pullRequests: { credentials: [maven-settings] }\n"]],
  },
  { name: "a version of the library for a service (`pin`)" },
  {
    name: "freeze windows",
    platform: environment("freeze: [{ schedule: '0 16 * * 5', duration: 64h, timeZone: UTC }]"),
  },
  { name: "a limit for builds at once (`buildsAtOnce`)", platform: [["memory: 1Gi", "buildsAtOnce: 2"]] },
  {
    name: "build pods in Kubernetes",
    platform: [
      [
        "buildah: { agent: { label: linux-build }",
        `buildah: { agent: { kubernetes: {} }, image: 'harbor.acme.internal/ci/buildah:1@sha256:${"0".repeat(64)}'`,
      ],
    ],
  },
  {
    name: "contacts of teams",
    platform: [["['@acme/shop'] }", "['@acme/shop'], contact: { mail: shop@acme.internal } }"]],
  },
  {
    name: "a repository of its own for a team",
    platform: [
      [
        "{ reviewers: ['@acme/release']",
        "{ pipelines: { git: 'https://git.acme.internal/release/pipelines.git' }, reviewers: ['@acme/release']",
      ],
    ],
  },
  {
    name: "parameters",
    service: [["stages:\n", "parameters: [{ name: PROFILE, kind: choice, choices: [ci, full] }]\nstages:\n"]],
  },
  { name: "jobs with several stages (`topology`)", platform: [["teams:\n", "topology: per-team\nteams:\n"]] },
  { name: "polling", service: [["stages:\n", "triggers: { poll: 'H/5 * * * *' }\nstages:\n"]] },
  { name: "schedules", service: [["stages:\n", "triggers: { cron: 'H 3 * * *' }\nstages:\n"]] },
  {
    name: "an offline site",
    platform: [
      [
        "network: online\n",
        "network: offline\n  hosts: [harbor.acme.internal, git.acme.internal, nexus.acme.internal]\n",
      ],
    ],
  },
];

/** Findings that each spec of the table has on a target, so they belong to one row: the feature with this name. */
const ofOneRow: Readonly<Record<string, RegExp>> = {
  approvals: /^on GitHub Actions, the reviewers of an environment approve|^on Tekton, an approver starts/,
  "source, image and deploy stages; handoff to Argo CD by a commit": /^on Jenkins X, a release reaches/,
  "a version of the library for a service (`pin`)": /^on Tekton, all services use/,
};

function ofCluster(target: TargetName): Replacements {
  if (target === "tekton") return [...forTekton, ingress];
  return target === "jenkins-x" ? forTekton : [];
}

/** What a target does with a feature, by compiling its spec. */
export function verdictOf({ name, platform = [], service = [] }: Feature, target: TargetName): Verdict {
  const spec: Omit<BadSpec, "name" | "expected"> = {
    platform: [...accepted, ...ofCluster(target), ...platform],
    service: [...acceptedService, ...service],
  };
  const { diagnostics, files } = compile({ ...inputOf(spec), target, today: "2026-11-25" });
  const found = diagnostics.filter(({ code, severity }) => severity === "error" || code === "SW379");
  const own = found.filter(({ message }) =>
    Object.entries(ofOneRow).every(([row, pattern]) => row === name || !pattern.test(message)),
  );
  const unexpected = own.find(({ code }) => code !== "SW378" && code !== "SW379");
  if (unexpected !== undefined) throw new Error(`${name} on ${target}: ${unexpected.code} ${unexpected.message}`);
  const errors = own.filter(({ severity }) => severity === "error");
  if ((files === null) !== errors.length > 0)
    throw new Error(`${name} on ${target}: files and errors contradict each other`);
  const text = [...new Set(own.map(({ message }) => message.replace(/^.*?(?:: |, )/, "")))].join("; ");
  return { verdict: errors.length > 0 ? "no" : own.length > 0 ? "partly" : "yes", text };
}

/** The page docs/reference/targets.md. */
export function conformancePage(): string {
  const names: Readonly<Record<TargetName, string>> = {
    jenkins: "Jenkins",
    "github-actions": "GitHub Actions",
    tekton: "Tekton",
    "jenkins-x": "Jenkins X",
  };
  const cell = ({ verdict, text }: Verdict) => (text === "" ? verdict : `${verdict}: ${text}`.replaceAll("|", "\\|"));
  const rows = features.map(
    (it) => `| ${it.name} | ${targets.map((target) => cell(verdictOf(it, target))).join(" | ")} |`,
  );
  return [
    "# Targets",
    "",
    "What each CI product does with a feature. A test compiles a spec with the feature for each product: `no` is an error with this",
    "reason, `partly` a warning with this consequence.",
    "",
    `| feature | ${targets.map((target) => names[target]).join(" | ")} |`,
    `| --- | ${targets.map(() => "---").join(" | ")} |`,
    ...rows,
    "",
  ].join("\n");
}
