export interface ArgoInstance {
  readonly name: string;
  readonly server: string;
  readonly environments: readonly string[];
  /** Kubernetes namespace that it runs in: `argocd`. */
  readonly namespace: string;
  /** Whether it is installed to survive the loss of a node. */
  readonly highAvailability: boolean;
  /** An Application for each service and environment, or an ApplicationSet for each team and environment by this generator. */
  readonly applications: "each" | "set" | "git" | "clusters";
}

export interface Delivery {
  /** What environments use that name none: `argocd`. */
  readonly handoff: string;
  readonly instances: readonly ArgoInstance[];
  /** What other handoffs are told for the whole site, by their names. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

export interface Freeze {
  /** Cron's five fields: `0 16 * * 5`. */
  readonly schedule: string;
  /** In minutes or hours: `64h`. */
  readonly duration: string;
  readonly timeZone: string;
  /** The same in numbers: when it begins, and for how long. */
  readonly begins: Begin;
  readonly minutes: number;
}

export interface Begin {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

export interface CanaryStep {
  /** Percent of the users. */
  readonly weight: number;
  /** How long it stays there: `1h`, or `manual`; null for not at all. */
  readonly pause: string | null;
}

export interface Strategy {
  readonly kind: "recreate" | "rolling" | "blueGreen" | "canary";
  /** Seconds without progress until a release has failed. */
  readonly deadline: number;
  readonly replicas: number | null;
  /** Instances, or a share of them: `25%`. */
  readonly surge: number | string | null;
  readonly unavailable: number | string | null;
  /** Of blueGreen: whether the new version takes over as soon as it is healthy. */
  readonly promotion: "manual" | "automatic";
  /** Of canary. */
  readonly steps: readonly CanaryStep[];
}

export interface Sync {
  /** Argo CD by itself. */
  readonly automatic: boolean;
  /** Whether it also changes back what a hand changed. */
  readonly selfHeal: boolean;
  /** The deploy job asks for it. */
  readonly pipeline: boolean;
}

export interface Environment {
  readonly name: string;
  readonly sync: Sync;
  readonly strategy: Strategy;
  /** URL of its cluster's API server; `https://kubernetes.default.svc` is the one that Argo CD runs in. */
  readonly cluster: string;
  readonly freeze: readonly Freeze[];
  /** With `{service}` and `{environment}` as placeholders. */
  readonly namespace: string;
  readonly protected: boolean;
  /** By what images reach it: `argocd`. */
  readonly handoff: string;
  /** Null where no commit is the handoff. */
  readonly gitops: GitOps | null;
  /** Null where a deploy job ends with the handoff. */
  readonly wait: Wait | null;
  /** What else the handoff's schema part asks of an environment. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface GitOps {
  readonly git: string;
  readonly branch: string;
  /** May write: user and password, or an SSH key where the URL is one of SSH; null for an open repository. */
  readonly credentials: string | null;
  /** Folder of a service's files, with `{service}` and `{environment}`. */
  readonly path: string;
  readonly layout: "kustomize" | "helm" | "manifests";
  /** Null unless the layout is helm. */
  readonly chart: Chart | null;
  /** Lines of a known_hosts file; empty where the agent's own is used. */
  readonly knownHosts: readonly string[];
  /** SSH-key credential that signs commits; null for unsigned ones. */
  readonly signing: string | null;
  /** Null where commits are pushed to the branch itself. */
  readonly pullRequest: PullRequest | null;
}

export interface Chart {
  /** With `{service}`; null for one of a chart repository. */
  readonly path: string | null;
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

export interface PullRequest {
  readonly host: "github" | "gitlab";
  readonly api: string;
  readonly project: string;
  /** Secret-text credential. */
  readonly token: string;
}

export interface Wait {
  readonly for: "healthy" | "synced";
  readonly minutes: number;
  /** Secret-text credential. */
  readonly token: string;
}
