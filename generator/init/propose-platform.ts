import { engines } from "../engines/index.ts";
import { standardHandoff } from "../handoffs/index.ts";
import { repositoryKey } from "../model/git-address.ts";
import type { TargetName } from "../model/model.ts";
import { environmentsOf, type GatedEnvironment, releaseTeam } from "./environments.ts";
import type { Taken } from "./existing/index.ts";
import { sshCredentials, withCredentials } from "./git-credentials.ts";
import { hostOf } from "./git-facts.ts";
import type { Findings } from "./inspect-repository.ts";
import type { Answers, Names, Proposal } from "./proposal.ts";
import { proposeServices } from "./propose-services.ts";
import { siteOf } from "./propose-site.ts";
import { type TargetProposal, targetProposal } from "./target-proposals.ts";
import { type Layout, yamlText } from "./yaml-text.ts";

/** The registries of public git hosts. */
const PUBLIC_REGISTRIES: Readonly<Record<string, string>> = {
  "github.com": "ghcr.io",
  "gitlab.com": "registry.gitlab.com",
  "bitbucket.org": "docker.io",
};

/** The engines that `init` proposes for a CI product; the first one is the default. */
export function proposedEngines(target: TargetName): { readonly name: string; readonly hint: string }[] {
  const { daemons } = targetProposal(target);
  return engines.flatMap(({ name, proposal, daemon }) =>
    proposal === null || (daemon && !daemons) ? [] : [{ name, hint: proposal }],
  );
}

/** Default answers, used if `init` asks no questions. */
export function assumed({ name, git }: Findings, target: TargetName, taken: Taken = {}): Answers {
  const host = hostOf(git);
  const registry = taken.registry ?? PUBLIC_REGISTRIES[host] ?? `registry.${domainOf(host)}`;
  return {
    team: name,
    registry,
    engine: taken.engine ?? proposedEngines(target)[0]?.name ?? "",
    offline: false,
    target,
  };
}

/** Creates the specs from the detected values and the answers, with comments on the decisions to make. */
export function propose(found: Findings, answers: Answers, old: Taken = {}): Proposal {
  const taken = withCredentials(old, sshCredentials(found.git, answers.target));
  const { team, engine } = answers;
  const environments = environmentsOf(taken).map(({ name }) => name);
  const names: Names = {
    team,
    imageTeam: "platform",
    engine,
    registry: "main",
    environments,
    images: taken.images ?? imagesFolder(found.git, answers.registry, team),
  };
  return new Map([
    ["stagewright.yaml", platform(found, answers, taken)],
    ...proposeServices(found, names, { target: answers.target, taken }, found.specs),
    [".vscode/settings.json", json(editor(found.specs))],
    [".vscode/extensions.json", json({ recommendations: ["redhat.vscode-yaml"] })],
  ]);
}

const editor = (specs: string) => ({
  "yaml.schemas": {
    "./node_modules/stagewright/dist/schemas/platform.schema.json": "stagewright.yaml",
    "./node_modules/stagewright/dist/schemas/service.schema.json": `${specs}/*.yaml`,
  },
});

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function platform(
  { git, remote, branch, reviewer, library, specs, output }: Findings,
  answers: Answers,
  taken: Taken,
): string {
  const { team, registry, engine, offline, target } = answers;
  const environments = environmentsOf(taken);
  const release = environments.some((it) => it.protected) ? { [releaseTeam(team)]: { reviewers: ["@release"] } } : {};
  const host = hostOf(git);
  const domain = host in PUBLIC_REGISTRIES ? "example.org" : domainOf(host);
  const { name: handoff, propose: proposalOf } = standardHandoff();
  const proposal = proposalOf?.(domain, sibling(git, "gitops"), environments);
  const settings = proposal?.settings ?? {};
  const site = siteOf(git, answers, taken);
  const own = targetProposal(target);
  const value = {
    apiVersion: "stagewright/v1",
    stagewright: "~0.1",
    ...(target === "jenkins" ? {} : { target }),
    library: { name: library, package: "ci.steps", version: "0.1.0", ...libraryGit(git, own) },
    pipelines: { git, branch, ...readBy(target, taken), ...directoryOf(output), ...own.pipelines, owner: "platform" },
    site: site.value,
    teams: {
      [team]: { reviewers: [reviewer ?? `@${team}`], ...contactOf(taken) },
      platform: { reviewers: ["@platform"] },
      ...release,
    },
    registries: {
      main: { host: registry, credentials: { pull: "registry-pull", push: taken.push ?? "registry-push" } },
    },
    engines: { [engine]: own.engine },
    delivery: { handoff, [handoff]: settings },
    environments: Object.fromEntries(
      environments.map((it) => [it.name, { ...gateOf(it), ...proposal?.environment(it) }]),
    ),
    services: `${specs}/*.yaml`,
    ...locksOf(taken),
  };
  return yamlText(value, {
    top: ["Settings for all services: teams, registries, engines, environments. Created by stagewright init."],
    oneLine: [
      ...oneLineOf(team, engine),
      ...Object.keys(site.value).flatMap((key) => (["network", "tekton"].includes(key) ? [] : [`site.${key}`])),
      ...Object.keys(release).map((name) => `teams.${name}`),
      ...environments.map(({ name }) => `environments.${name}`),
      ...Object.keys(locksOf(taken)),
      ...Object.keys(settings).map((key) => `delivery.${handoff}.${key}`),
    ],
    apart: ["library", "pipelines", "site", "teams", "registries", "engines", "delivery", "environments", "services"],
    before: { ...own.before, ...site.before, ...beforeOf(own, remote, proposal?.comment ?? "") },
    after: {
      stagewright: "versions of stagewright that may read this file",
      "site.network": `${offline ? "" : "or offline: "}builds reach only the hosts in \`hosts\``,
      "site.agent": "builds applications",
      ...own.after,
      "teams.platform": "builds images; may be the same team as above",
    },
  });
}

/** Comments before keys of each platform spec. */
function beforeOf({ reader }: TargetProposal, remote: boolean, delivery: string): Layout["before"] {
  const pipelines = `The repository with these specs and the generated files. ${reader} from it.`;
  return {
    pipelines: [pipelines, ...(remote ? [] : [NO_REMOTE])],
    teams: ["The teams that own stages. Assign the owners first; the generated files and rights follow from them."],
    delivery: [`${delivery} For the consequences: stagewright explain`],
  };
}

const NO_REMOTE = "init found no remote address that another machine can use: set the address of this repository.";

function libraryGit(git: string, { library }: TargetProposal): object {
  return library ? { git: sibling(git, "library") } : {};
}

function gateOf(environment: GatedEnvironment): object {
  return environment.protected ? { protected: true } : {};
}

/** On Jenkins, the pipelines repository is read with the same credential as the application, which is in it. */
function readBy(target: TargetName, { credentials }: Taken): object {
  return target === "jenkins" && credentials !== undefined ? { credentials } : {};
}

/** Services cannot name credentials unless the platform spec allows it. */
function locksOf({ credentials }: Taken): object {
  return credentials === undefined ? {} : { locks: { replace: ["credentials"] } };
}

function directoryOf(output: string | null): object {
  return output === null ? {} : { directory: output };
}

function contactOf({ mail }: Taken): object {
  return mail === undefined ? {} : { contact: { mail } };
}

function oneLineOf(team: string, engine: string): string[] {
  return ["library", "pipelines", `teams.${team}`, "teams.platform", "registries.main", `engines.${engine}`];
}

/**
 * The first parts of the names of images: the team, except in the registry of a public git host, which gives each account or project
 * its own names.
 */
export function imagesFolder(git: string, registry: string | null, team: string): string {
  if (registry === null || PUBLIC_REGISTRIES[hostOf(git)] !== registry) return team;
  const parts = repositoryKey(git).toLowerCase().split("/").slice(1);
  // GitLab's names contain the project, those of others only the account.
  const own = hostOf(git) === "gitlab.com" ? parts : parts.slice(0, 1);
  return own.every((it) => IMAGE_PART.test(it)) ? own.join("/") : team;
}

const IMAGE_PART = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/** The address of a related repository: `…/shop-gitops.git`. */
function sibling(git: string, name: string): string {
  return `${git.replace(/\/+$/, "").replace(/\.git$/, "")}-${name}.git`;
}

/** The domain that a git host belongs to: `acme.internal` for `git.acme.internal`. */
function domainOf(host: string): string {
  return host.replace(/^(git|gitlab|gitea|github|bitbucket|scm|code|source)\./, "");
}
