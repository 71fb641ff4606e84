import type { Application, Dockerfile, Findings } from "./inspect-repository.ts";

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
export function assumed({ name, git }: Findings): Answers {
  const host = hostOf(git);
  return { team: name, registry: host.replace(/^git\./, "registry."), engine: "buildah", offline: false };
}

/** The specs that fit what was found and answered, with comments that say what to decide. */
export function propose(found: Findings, answers: Answers): Proposal {
  return new Map([
    ["stagewright.yaml", platform(found, answers)],
    ...found.applications.map((it): [string, string] => [`services/${it.service}.yaml`, service(found, it, answers)]),
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

# The shared library that is built here. It runs outside Jenkins' sandbox: only its reviewers push to its repository.
library: { name: ci-steps, package: ci.steps, version: 0.1.0, git: '${sibling(git, "library")}' }

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
  dev: { gitops: { git: '${sibling(git, "gitops")}', credentials: gitops-dev } }

services: services/*.yaml
`;
}

/** A repository beside another: `…/shop-gitops.git`. */
function sibling(git: string, name: string): string {
  return `${git.replace(/\.git$/, "")}-${name}.git`;
}

function service(found: Findings, application: Application, answers: Answers): string {
  const { git, branch, jenkinsfile } = found;
  const { service: name, because, dockerfiles } = application;
  const notes = [
    `# ${name}, from the commit to dev. Proposed by stagewright init.`,
    because === null
      ? "# No build file was found: say what builds it."
      : `# ${application.tool}, because there is a ${because}.`,
    ...(jenkinsfile
      ? ["# There is a Jenkinsfile: it goes on working; docs/how-to/adopt.md tells how the two meet."]
      : []),
  ];
  const later = [
    ...images(application, answers),
    `  - { id: dev, kind: deploy, owner: ${answers.team}, environment: dev }`,
  ];
  const none = [
    "  # No Dockerfile was found; with one, these follow:",
    ...later.map((line) => line.replace(/^ {2}/, "  # ")),
  ];
  return [
    ...notes,
    `service: ${name}`,
    `git: ${quote(git)}`,
    ...(branch === "main" ? [] : [`branch: ${quote(branch)}`]),
    "triggers: { poll: 'H/5 * * * *' }   # or webhook: true, where the repository's host calls Jenkins",
    "stages:",
    source(application, answers),
    ...(dockerfiles.length === 0 ? none : later),
    "",
  ].join("\n");
}

function source({ tool, directory, artifacts }: Application, { team }: Answers): string {
  const where = directory === "." ? "" : `, directory: ${quote(directory)}`;
  const command = tool === "command" ? ", command: make" : "";
  const list = artifacts.map((it) => `'${it}'`).join(", ");
  const outputs = artifacts.length > 0 ? `, artifacts: [${list}]` : "";
  return `  - { id: build, kind: source, owner: ${team}, tool: ${tool}${where}${command}${outputs} }`;
}

/** A stage for each Dockerfile; one that is yet to be written lies at the top. */
function images({ service: name, dockerfiles }: Application, { team, engine }: Answers): string[] {
  const standard: Dockerfile = { path: "Dockerfile", context: ".", base: null };
  return (dockerfiles.length === 0 ? [standard] : dockerfiles).flatMap(({ path, context, base }, _, all) => {
    const suffix = all.length === 1 ? "" : `-${context.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase()}`;
    const where = [
      ...(path === "Dockerfile" ? [] : [`, dockerfile: ${quote(path)}`]),
      ...(context === "." ? [] : [`, context: ${quote(context)}`]),
    ];
    const image = `image: { registry: main, name: ${team}/${name}${suffix} }`;
    return [
      ...(base === null ? [] : [`  # Its base is ${base}: pin it, base: { image: 'IMAGE@sha256:…', argument: BASE }.`]),
      `  - { id: image${suffix}, kind: image, owner: platform, engine: ${engine}, ${image}${where.join("")} }`,
    ];
  });
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
