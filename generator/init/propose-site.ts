import { gitHostOf } from "../model/git-host.ts";
import type { Taken } from "./existing/index.ts";
import { hostOf } from "./git-facts.ts";
import type { Answers, ProposedTarget } from "./proposal.ts";

/** Each purpose with credentials has agents of its own. The runners of GitHub are new for each job. */
const AGENTS = {
  jenkins: {
    site: { label: "linux" },
    purposes: {
      agents: { pullRequests: { label: "pull-requests" }, delivery: { label: "delivery" }, seed: { label: "seed" } },
    },
    engine: { agent: { label: "image-build" }, buildsAtOnce: 1 },
  },
  "github-actions": { site: { label: "ubuntu-24.04" }, purposes: {}, engine: {} },
};

/** The section `site`. */
export function siteOf(git: string, { registry, offline, target }: Answers, taken: Taken): object {
  const hosts = [...new Set([hostOf(git), registry.replace(/:\d+$/, "")])];
  const keep = keepOf(taken);
  return {
    network: offline ? "offline" : "online",
    ...(offline ? { hosts } : {}),
    ...gitHost(git),
    agent: taken.label === undefined ? AGENTS[target].site : { label: taken.label },
    ...AGENTS[target].purposes,
    ...(keep === null ? {} : { keep }),
  };
}

/** The settings of the engine. */
export function engineOf(target: ProposedTarget): object {
  return AGENTS[target].engine;
}

/** What the pipelines repository is for. */
export function pipelinesNote(target: ProposedTarget): string {
  return `The repository with these specs and the generated files. ${READERS[target]} from it.`;
}

const READERS: Readonly<Record<ProposedTarget, string>> = {
  jenkins: "Jenkins reads the Jenkinsfiles",
  "github-actions": "GitHub reads the workflows and actions",
};

/** Comments before keys that the CI product decides. */
export function notesOf(target: ProposedTarget): Readonly<Record<string, readonly string[]>> {
  if (target === "github-actions")
    return {
      library: ["The name and version of the generated actions. Tags of this version are in the pipelines repository."],
    };
  return {
    library: [
      "The generated shared library. It runs outside the Jenkins sandbox, so only its reviewers may push to its repository.",
    ],
    "site.agents": ["Work with credentials has its own agents: a build can leave files and processes on its agent."],
  };
}

function keepOf({ keepBuilds: builds, keepDays: days }: Taken): object | null {
  if (builds === undefined && days === undefined) return null;
  return { ...(builds === undefined ? {} : { builds }), ...(days === undefined ? {} : { days }) };
}

/** The product of a private server, if the server is called like it: `gitlab.acme.internal`. */
function gitHost(git: string): { git?: { host: string } } {
  const product = /^(github|gitlab|gitea|bitbucket)\./.exec(hostOf(git) ?? "")?.[1];
  return product === undefined || gitHostOf(git, null) !== null ? {} : { git: { host: product } };
}
