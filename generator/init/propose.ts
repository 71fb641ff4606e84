import type { Findings } from "./look.ts";

/** What only people know; `init` asks it, or takes these. */
export interface Answers {
  /** The team that owns the source. */
  readonly team: string;
  /** Host of the image registry. */
  readonly registry: string;
  readonly engine: "docker" | "buildah";
  readonly offline: boolean;
}

/** Files to write, by path. */
export type Proposal = ReadonlyMap<string, string>;

/** Answers where nobody is asked. */
export function assumed({ service, git }: Findings): Answers {
  const host = hostOf(git);
  return { team: service, registry: host.replace(/^git\./, "registry."), engine: "buildah", offline: false };
}

/** The specs that fit what was found and answered, with comments that say what to decide. */
export function propose(found: Findings, answers: Answers): Proposal {
  return new Map([
    ["stagewright.yaml", platform(found, answers)],
    [`services/${found.service}.yaml`, service(found, answers)],
    [".vscode/settings.json", editor],
    [".vscode/extensions.json", `${JSON.stringify({ recommendations: ["redhat.vscode-yaml"] }, null, 2)}\n`],
  ]);
}

const editor = `${JSON.stringify(
  {
    "yaml.schemas": {
      "./node_modules/stagewright/dist/schemas/platform.schema.json": "stagewright.yaml",
      "./node_modules/stagewright/dist/schemas/service.schema.json": "services/*.yaml",
    },
  },
  null,
  2,
)}\n`;

function platform({ git, branch, reviewer }: Findings, { team, registry, engine, offline }: Answers): string {
  const host = hostOf(git);
  const hosts = [...new Set([host, registry.replace(/:\d+$/, "")])];
  const network = offline
    ? `  network: offline                 # nothing outside of \`hosts\` may be reached\n  hosts: [${hosts.join(", ")}]`
    : "  network: online                  # offline: nothing outside of `hosts` may be reached";
  return `# What holds for every service: teams, registries, engines, environments. Proposed by stagewright init.
apiVersion: stagewright/v1
stagewright: ~0.1                  # compilers that may read this

# The shared library that is built here.
library: { name: ci-steps, package: ci.steps, version: 0.1.0 }

# The repository that holds these files and what is emitted; Jenkins reads the Jenkinsfiles from it.
pipelines: { git: '${git}', branch: ${quote(branch)} }

site:
${network}
  agent: { label: linux }          # source builds and handoffs

# Who owns what: people are assigned first, and the pipeline follows.
teams:
  ${team}: { reviewers: ['${reviewer ?? `@${team}`}'] }
  platform: { reviewers: ['@platform'] }   # builds images; the same team as above is right, too

registries:
  main: { host: '${registry}', credentials: { pull: registry-pull, push: registry-push } }

engines:
  ${engine}: { agent: { label: image-build }, buildsAtOnce: 1 }

# Jenkins ends with a commit of the image's digest; Argo CD deploys it. stagewright explain tells what follows.
delivery:
  handoff: argocd
  argocd:
    argocd: { server: 'https://argocd.${parentOf(host)}', environments: [dev] }

environments:
  dev: { gitops: { git: '${git.replace(/\.git$/, "")}-gitops.git', credentials: gitops-dev } }

services: services/*.yaml
`;
}

function service(found: Findings, { team, engine }: Answers): string {
  const { service: name, git, branch, tool, because, artifacts, dockerfile, base, jenkinsfile } = found;
  const command = tool === "command" ? ", command: make" : "";
  const list = artifacts.map((it) => `'${it}'`).join(", ");
  const outputs = artifacts.length > 0 ? `, artifacts: [${list}]` : "";
  const notes = [
    `# ${name}, from the commit to dev. Proposed by stagewright init.`,
    because === null ? "# No build file was found: say what builds it." : `# ${tool}, because there is a ${because}.`,
    ...(jenkinsfile
      ? ["# There is a Jenkinsfile: it goes on working; docs/how-to/adopt.md tells how the two meet."]
      : []),
  ];
  const image = [
    ...(base === null ? [] : [`  # Its base is ${base}: pin it, base: { image: 'IMAGE@sha256:…', argument: BASE }.`]),
    `  - { id: image, kind: image, owner: platform, engine: ${engine}, image: { registry: main, name: ${team}/${name} }${
      dockerfile === null || dockerfile === "Dockerfile" ? "" : `, dockerfile: ${dockerfile}`
    } }`,
    `  - { id: dev, kind: deploy, owner: ${team}, environment: dev }`,
  ];
  const none = [
    "  # No Dockerfile was found; with one, these follow:",
    ...image.map((line) => line.replace(/^ {2}/, "  # ")),
  ];
  return [
    ...notes,
    `service: ${name}`,
    `git: ${quote(git)}`,
    ...(branch === "main" ? [] : [`branch: ${quote(branch)}`]),
    "stages:",
    `  - { id: build, kind: source, owner: ${team}, tool: ${tool}${command}${outputs} }`,
    ...(dockerfile === null ? none : image),
    "",
  ].join("\n");
}

function quote(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

function hostOf(git: string): string {
  return /^[a-z+]+:\/\/(?:[^/@]*@)?([^/:]+)/.exec(git)?.[1] ?? /^[^@]+@([^:]+):/.exec(git)?.[1] ?? "git.example.org";
}

function parentOf(host: string): string {
  return host.replace(/^git\./, "");
}
