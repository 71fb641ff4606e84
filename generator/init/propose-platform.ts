import { engines } from "../engines/index.ts";
import { standardHandoff } from "../handoffs/index.ts";
import { gitHostOf } from "../model/git-host.ts";
import { hostOf } from "./git-facts.ts";
import type { Findings } from "./inspect-repository.ts";
import type { Answers, Names, Proposal } from "./proposal.ts";
import { proposeServices } from "./propose-services.ts";
import { yamlText } from "./yaml-text.ts";

/** The registries of public git hosts. */
const PUBLIC_REGISTRIES: Readonly<Record<string, string>> = {
  "github.com": "ghcr.io",
  "gitlab.com": "registry.gitlab.com",
  "bitbucket.org": "docker.io",
};

/** The engines that `init` proposes; the first one is the default. */
export function proposedEngines(): { readonly name: string; readonly hint: string }[] {
  return engines.flatMap(({ name, proposal }) => (proposal === null ? [] : [{ name, hint: proposal }]));
}

/** Default answers, used if `init` asks no questions. */
export function assumed({ name, git }: Findings): Answers {
  const host = hostOf(git);
  const registry = PUBLIC_REGISTRIES[host] ?? `registry.${domainOf(host)}`;
  return { team: name, registry, engine: proposedEngines()[0]?.name ?? "", offline: false };
}

/** Creates the specs from the detected values and the answers, with comments on the decisions to make. */
export function propose(found: Findings, answers: Answers): Proposal {
  const { team, engine } = answers;
  const names: Names = { team, imageTeam: "platform", engine, registry: "main", environment: "dev" };
  return new Map([
    ["stagewright.yaml", platform(found, answers)],
    ...proposeServices(found, names),
    [".vscode/settings.json", json(editor)],
    [".vscode/extensions.json", json({ recommendations: ["redhat.vscode-yaml"] })],
  ]);
}

const editor = {
  "yaml.schemas": {
    "./node_modules/stagewright/dist/schemas/platform.schema.json": "stagewright.yaml",
    "./node_modules/stagewright/dist/schemas/service.schema.json": "services/*.yaml",
  },
};

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Each purpose with credentials has agents of its own. */
const agents = {
  pullRequests: { label: "pull-requests" },
  delivery: { label: "delivery" },
  seed: { label: "seed" },
};

function platform({ git, remote, branch, reviewer }: Findings, answers: Answers): string {
  const { team, registry, engine, offline } = answers;
  const host = hostOf(git);
  const hosts = [...new Set([host, registry.replace(/:\d+$/, "")])];
  const domain = host in PUBLIC_REGISTRIES ? "example.org" : domainOf(host);
  const { name: handoff, propose: proposalOf } = standardHandoff();
  const proposal = proposalOf?.(domain, sibling(git, "gitops")) ?? { comment: "", settings: {}, environment: {} };
  const value = {
    apiVersion: "stagewright/v1",
    stagewright: "~0.1",
    library: { name: "ci-steps", package: "ci.steps", version: "0.1.0", git: sibling(git, "library") },
    pipelines: { git, branch, owner: "platform" },
    site: {
      network: offline ? "offline" : "online",
      ...(offline ? { hosts } : {}),
      ...gitHost(git),
      agent: { label: "linux" },
      agents,
    },
    teams: { [team]: { reviewers: [reviewer ?? `@${team}`] }, platform: { reviewers: ["@platform"] } },
    registries: { main: { host: registry, credentials: { pull: "registry-pull", push: "registry-push" } } },
    engines: { [engine]: { agent: { label: "image-build" }, buildsAtOnce: 1 } },
    delivery: { handoff, [handoff]: proposal.settings },
    environments: { dev: proposal.environment },
    services: "services/*.yaml",
  };
  return yamlText(value, {
    top: ["Settings for all services: teams, registries, engines, environments. Created by stagewright init."],
    oneLine: [
      ...oneLineOf(git, team, engine, offline),
      ...Object.keys(proposal.settings).map((key) => `delivery.${handoff}.${key}`),
    ],
    apart: ["library", "pipelines", "site", "teams", "registries", "engines", "delivery", "environments", "services"],
    before: {
      library: [
        "The generated shared library. It runs outside the Jenkins sandbox, so only its reviewers may push to its repository.",
      ],
      pipelines: [
        "The repository with these specs and the generated files. Jenkins reads the Jenkinsfiles from it.",
        ...(remote ? [] : ["init found no remote address that Jenkins can use: set the address of this repository."]),
      ],
      "site.agents": ["Work with credentials has its own agents: a build can leave files and processes on its agent."],
      teams: ["The teams that own stages. Assign the owners first; the jobs and folders follow from them."],
      delivery: [`${proposal.comment} For the consequences: stagewright explain`],
    },
    after: {
      stagewright: "versions of stagewright that may read this file",
      "site.network": offline
        ? "builds reach only the hosts in `hosts`"
        : "or offline: builds reach only the hosts in `hosts`",
      "site.agent": "builds applications",
      "teams.platform": "builds images; may be the same team as above",
    },
  });
}

/** The product of a private server, if the server is called like it: `gitlab.acme.internal`. */
function gitHost(git: string): { git?: { host: string } } {
  const product = /^(github|gitlab|gitea|bitbucket)\./.exec(hostOf(git) ?? "")?.[1];
  return product === undefined || gitHostOf(git, null) !== null ? {} : { git: { host: product } };
}

function oneLineOf(git: string, team: string, engine: string, offline: boolean): string[] {
  return [
    "library",
    "pipelines",
    ...(offline ? ["site.hosts"] : []),
    ...("git" in gitHost(git) ? ["site.git"] : []),
    "site.agent",
    "site.agents",
    `teams.${team}`,
    "teams.platform",
    "registries.main",
    `engines.${engine}`,
    "environments.dev",
  ];
}

/** The address of a related repository: `…/shop-gitops.git`. */
function sibling(git: string, name: string): string {
  return `${git.replace(/\/+$/, "").replace(/\.git$/, "")}-${name}.git`;
}

/** The domain that a git host belongs to: `acme.internal` for `git.acme.internal`. */
function domainOf(host: string): string {
  return host.replace(/^(git|gitlab|gitea|github|bitbucket|scm|code|source)\./, "");
}
