import { engines } from "../engines/index.ts";
import { standardHandoff } from "../handoffs/index.ts";
import type { TargetName } from "../model/model.ts";
import type { Taken } from "./existing/index.ts";
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
export function propose(found: Findings, answers: Answers, taken: Taken = {}): Proposal {
  const { team, engine } = answers;
  const environments = taken.environments ?? ["dev"];
  const names: Names = { team, imageTeam: "platform", engine, registry: "main", environments };
  return new Map([
    ["stagewright.yaml", platform(found, answers, taken)],
    ...proposeServices(found, names, { target: answers.target, taken }),
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

function platform({ git, remote, branch, reviewer }: Findings, answers: Answers, taken: Taken): string {
  const { team, registry, engine, offline, target } = answers;
  const environments = taken.environments ?? ["dev"];
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
    library: {
      name: "ci-steps",
      package: "ci.steps",
      version: "0.1.0",
      ...(own.library ? { git: sibling(git, "library") } : {}),
    },
    pipelines: { git, branch, ...own.pipelines, owner: "platform" },
    site: site.value,
    teams: {
      [team]: { reviewers: [reviewer ?? `@${team}`], ...contactOf(taken) },
      platform: { reviewers: ["@platform"] },
    },
    registries: {
      main: { host: registry, credentials: { pull: "registry-pull", push: taken.push ?? "registry-push" } },
    },
    engines: { [engine]: own.engine },
    delivery: { handoff, [handoff]: settings },
    environments: Object.fromEntries(environments.map((name) => [name, proposal?.environment(name) ?? {}])),
    services: "services/*.yaml",
    ...locksOf(taken),
  };
  return yamlText(value, {
    top: ["Settings for all services: teams, registries, engines, environments. Created by stagewright init."],
    oneLine: [
      ...oneLineOf(team, engine),
      ...Object.keys(site.value).flatMap((key) => (["network", "tekton"].includes(key) ? [] : [`site.${key}`])),
      ...environments.map((name) => `environments.${name}`),
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

/** Services cannot name credentials unless the platform spec allows it. */
function locksOf({ credentials }: Taken): object {
  return credentials === undefined ? {} : { locks: { replace: ["credentials"] } };
}

function contactOf({ mail }: Taken): object {
  return mail === undefined ? {} : { contact: { mail } };
}

function oneLineOf(team: string, engine: string): string[] {
  return ["library", "pipelines", `teams.${team}`, "teams.platform", "registries.main", `engines.${engine}`];
}

/** The address of a related repository: `…/shop-gitops.git`. */
function sibling(git: string, name: string): string {
  return `${git.replace(/\/+$/, "").replace(/\.git$/, "")}-${name}.git`;
}

/** The domain that a git host belongs to: `acme.internal` for `git.acme.internal`. */
function domainOf(host: string): string {
  return host.replace(/^(git|gitlab|gitea|github|bitbucket|scm|code|source)\./, "");
}
