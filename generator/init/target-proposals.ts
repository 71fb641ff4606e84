import { gitHostOf } from "../model/git-host.ts";
import type { TargetName } from "../model/model.ts";
import { runsInCluster } from "../model/runner.ts";
import { hostOf, productOf } from "./git-facts.ts";
import type { Findings } from "./inspect-repository.ts";

/** The part of the platform spec that the CI product decides. */
export interface TargetProposal {
  /** Agents: each purpose with credentials has its own. */
  readonly site: object;
  readonly engine: object;
  /** What the pipelines repository sets. */
  readonly pipelines: object;
  /** Whether the generated library has a repository of its own. */
  readonly library: boolean;
  /** Whether engines with a daemon can build. */
  readonly daemons: boolean;
  /** The most characters of the name of a service and the id of a stage, with a hyphen. */
  readonly longestPipeline: number;
  /** Who reads the pipelines repository, and what: "Jenkins reads the Jenkinsfiles". */
  readonly reader: string;
  /** What a Jenkinsfile of the repository is for. */
  readonly jenkinsfile: string;
  /** How to analyze each build with SonarQube. */
  readonly sonar: string;
  /** Comments before and after keys, by their paths. */
  readonly before: Readonly<Record<string, readonly string[]>>;
  readonly after: Readonly<Record<string, string>>;
}

const separate = "Work with credentials has its own agents: a build can leave files and processes on its agent.";

const jenkins: TargetProposal = {
  site: {
    agent: { label: "linux" },
    agents: { pullRequests: { label: "pull-requests" }, delivery: { label: "delivery" }, seed: { label: "seed" } },
  },
  engine: { agent: { label: "image-build" }, buildsAtOnce: 1 },
  pipelines: {},
  library: true,
  daemons: true,
  longestPipeline: Number.POSITIVE_INFINITY,
  reader: "Jenkins reads the Jenkinsfiles",
  jenkinsfile: "The existing Jenkinsfile keeps working. docs/how-to/adopt.md explains how to migrate it.",
  sonar: "add sonar: { server: NAME }",
  before: {
    library: [
      "The generated shared library. It runs outside the Jenkins sandbox, so only its reviewers may push to its repository.",
    ],
    "site.agents": [separate],
  },
  after: {},
};

/** The notes of products other than Jenkins. */
const fromJenkins = {
  jenkinsfile:
    "Jenkins still runs the existing Jenkinsfile. docs/how-to/move-from-jenkins.md explains when to disable its job.",
  sonar: "run its scanner in a custom stage",
};

/** The runners of GitHub are new for each job. */
const githubActions: TargetProposal = {
  site: { agent: { label: "ubuntu-24.04" } },
  engine: {},
  pipelines: { directory: "" },
  library: false,
  daemons: true,
  longestPipeline: Number.POSITIVE_INFINITY,
  reader: "GitHub reads the workflows and actions",
  ...fromJenkins,
  before: {
    library: ["The name and version of the generated actions. Tags of this version are in the pipelines repository."],
  },
  after: {},
};

const tekton: TargetProposal = {
  site: {
    agent: { label: "linux" },
    agents: { pullRequests: { label: "pull-requests" }, delivery: { label: "delivery" } },
  },
  engine: { agent: { label: "image-build" } },
  pipelines: {},
  library: false,
  daemons: false,
  // Kubernetes accepts 63, and a run adds an ID.
  longestPipeline: 53,
  reader: "The cluster gets the pipelines",
  ...fromJenkins,
  before: {
    library: ["The name and version of the generated programs, which are in the pipelines repository."],
    "site.agent": ["A label selects nodes: linux those with the label agent.stagewright.io/linux: 'true'."],
    "site.agents": ["Pods with credentials run on nodes of their own."],
    "site.tekton.image": [
      "A placeholder: build an image with sh, git, node, skopeo, tar and the programs of your stages, and set its digest.",
    ],
  },
  after: { "site.tekton.ingressNamespace": "of the Ingress controller, which passes webhooks on" },
};

/** Webhooks reach Lighthouse, and no event listener. */
const jenkinsX: TargetProposal = {
  ...tekton,
  after: { "site.jenkinsX": "in which Lighthouse runs the pipelines of repositories" },
};

const proposals: Readonly<Record<TargetName, TargetProposal>> = {
  jenkins,
  "github-actions": githubActions,
  tekton,
  "jenkins-x": jenkinsX,
};

/** What is proposed for a CI product. */
export function targetProposal(target: TargetName): TargetProposal {
  return proposals[target];
}

/** The settings of a cluster: the image of steps is a placeholder, because only the site can build it. */
export function clusterSettings(target: TargetName, repository: string): object {
  if (!runsInCluster(target)) return {};
  const image = `${repository}/ci-steps:1@sha256:${"0".repeat(64)}`;
  return target === "tekton"
    ? { tekton: { image, ingressNamespace: "ingress-nginx" } }
    : { tekton: { image }, jenkinsX: { namespace: "jx" } };
}

/** The address of a repository as the CI product can use it: in a cluster, only HTTPS. */
function addressFor(target: TargetName, git: string): string {
  const [, host, path] = /^(?:ssh:\/\/|git:\/\/)?(?:[^@/]+@)?([^/:@]+)(?::\d+(?=\/))?[:/]+(.+)$/.exec(git) ?? [];
  return runsInCluster(target) && !/^https?:/.test(git) && host !== undefined ? `https://${host}/${path}` : git;
}

/** What was found in a repository, with the address that the CI product can use. */
export function foundFor(target: TargetName, found: Findings): Findings {
  return { ...found, git: addressFor(target, found.git) };
}

/**
 * The product of a git server that its name does not tell. In a cluster, the webhooks of each product have their own form: GitLab is a
 * guess, which its comment marks. GitHub Actions needs GitHub.
 */
export function gitHostFor(target: TargetName, git: string): { settings: object; note: readonly string[] } {
  const host = hostOf(git);
  if (gitHostOf(git, null) !== null) return { settings: {}, note: [] };
  const product = productOf(host);
  if (product !== null) return { settings: { git: { host: product } }, note: [] };
  if (target === "github-actions")
    return {
      settings: { git: { host: "github" } },
      note: [`init does not know the product of ${host}. Only GitHub runs the workflows.`],
    };
  if (!runsInCluster(target)) return { settings: {}, note: [] };
  const note = `init does not know the product of ${host}. Set github, gitlab or gitea: it decides the form of webhooks.`;
  return { settings: { git: { host: "gitlab" } }, note: [note] };
}
