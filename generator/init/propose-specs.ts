import type { Application, Dockerfile, Findings } from "./inspect-repository.ts";

/** Values that cannot be detected: `init` asks for them or uses defaults. */
export interface Answers {
  /** The team that owns the source. */
  readonly team: string;
  /** Host of the image registry. */
  readonly registry: string;
  readonly engine: "docker" | "buildah";
  readonly offline: boolean;
}

/** The files to write, by path. */
export type Proposal = ReadonlyMap<string, string>;

/** Default answers, used if `init` asks no questions. */
export function assumed({ name, git }: Findings): Answers {
  const host = hostOf(git);
  return { team: name, registry: host.replace(/^git\./, "registry."), engine: "buildah", offline: false };
}

/** Creates the specs from the detected values and the answers, with comments on the decisions to make. */
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
    ? `  network: offline                 # builds reach only the hosts in \`hosts\`\n  hosts: [${hosts.join(", ")}]`
    : "  network: online                  # or offline: builds reach only the hosts in `hosts`";
  return `# Settings for all services: teams, registries, engines, environments. Created by stagewright init.
apiVersion: stagewright/v1
stagewright: ~0.1                  # versions of stagewright that may read this file

# The generated shared library. It runs outside the Jenkins sandbox, so only its reviewers may push to its repository.
library: { name: ci-steps, package: ci.steps, version: 0.1.0, git: '${sibling(git, "library")}' }

# The repository with these specs and the generated files. Jenkins reads the Jenkinsfiles from it.
pipelines: { git: '${git}', branch: ${quote(branch)} }

site:
${network}
  agent: { label: linux }          # builds applications
  # Work with credentials has its own agents: a build can leave files and processes on its agent.
  agents: { pullRequests: { label: pull-requests }, delivery: { label: delivery }, seed: { label: seed } }

# The teams that own stages. Assign the owners first; the jobs and folders follow from them.
teams:
  ${team}: { reviewers: ['${reviewer ?? `@${team}`}'] }
  platform: { reviewers: ['@platform'] }   # builds images; may be the same team as above

registries:
  main: { host: '${registry}', credentials: { pull: registry-pull, push: registry-push } }

engines:
  ${engine}: { agent: { label: image-build }, buildsAtOnce: 1 }

# Jenkins commits the image digest to the GitOps repository, and Argo CD deploys it. For the consequences: stagewright explain
delivery:
  handoff: argocd
  argocd:
    argocd: { server: 'https://argocd.${parentOf(host)}', environments: [dev] }

environments:
  dev: { gitops: { git: '${sibling(git, "gitops")}', credentials: gitops-dev } }

services: services/*.yaml
`;
}

/** The address of a related repository: `…/shop-gitops.git`. */
function sibling(git: string, name: string): string {
  return `${git.replace(/\.git$/, "")}-${name}.git`;
}

function service(found: Findings, application: Application, answers: Answers): string {
  const { git, branch, jenkinsfile } = found;
  const { service: name, because, dockerfiles } = application;
  const notes = [
    `# The pipeline of ${name}, from a commit to dev. Created by stagewright init.`,
    because === null
      ? "# init found no build file: set the command that builds the application."
      : `# The tool is ${application.tool}, because the repository has a ${because}.`,
    ...(jenkinsfile
      ? ["# The existing Jenkinsfile keeps working. docs/how-to/adopt.md explains how to migrate it."]
      : []),
  ];
  const later = [
    ...images(application, answers),
    `  - { id: dev, kind: deploy, owner: ${answers.team}, environment: dev }`,
  ];
  const none = [
    "  # init found no Dockerfile. After you add one, add these stages:",
    ...later.map((line) => line.replace(/^ {2}/, "  # ")),
  ];
  return [
    ...notes,
    `service: ${name}`,
    `git: ${quote(git)}`,
    ...(branch === "main" ? [] : [`branch: ${quote(branch)}`]),
    "triggers: { poll: 'H/5 * * * *' }   # or webhook: true, if the git host notifies Jenkins",
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

/** Creates a stage for each Dockerfile; without one, a stage for a Dockerfile in the root folder. */
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
      ...(base === null
        ? []
        : [`  # The base image is ${base}. To pin it, set base: { image: 'IMAGE@sha256:…', argument: BASE }.`]),
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
