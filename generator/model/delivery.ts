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
  /** The default handoff of environments: `argocd`. */
  readonly handoff: string;
  readonly instances: readonly ArgoInstance[];
  /** Site-wide settings of other handoffs, by name. */
  readonly settings: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
}

export interface Freeze {
  /** Cron's five fields: `0 16 * * 5`. */
  readonly schedule: string;
  /** In minutes or hours: `64h`. */
  readonly duration: string;
  readonly timeZone: string;
  /** The schedule as numbers; `minutes` is the duration. */
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
  /** How long it keeps this weight: `1h` or `manual`; null for no pause. */
  readonly pause: string | null;
}

export interface Strategy {
  readonly kind: "recreate" | "rolling" | "blueGreen" | "canary";
  /** Seconds without progress after which a release fails. */
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
  /** Whether Argo CD syncs automatically. */
  readonly automatic: boolean;
  /** Whether Argo CD reverts manual changes. */
  readonly selfHeal: boolean;
  /** Whether the deploy job starts the sync. */
  readonly pipeline: boolean;
}

/** Something that the site's key signed for a digest. */
export type Evidence = "signature" | "provenance" | "sbom" | "scan";

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
  /** Whether releases with an unstable stage can be deployed here. */
  readonly unstable: "accept" | "refuse";
  /** What a deploy stage verifies for each image. */
  readonly requires: readonly Evidence[];
  /** The handoff that deploys to it: `argocd`. */
  readonly handoff: string;
  /** Null if the handoff makes no commit. */
  readonly gitops: GitOps | null;
  /** Null if the deploy job ends with the handoff. */
  readonly wait: Wait | null;
  /** Further settings from the handoff's schema part. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

export interface GitOps {
  readonly git: string;
  readonly branch: string;
  /** Credential with write access: user and password, or a key for an SSH URL; null for an open repository. */
  readonly credentials: string | null;
  /** Folder of a service's files, with `{service}` and `{environment}`. */
  readonly path: string;
  readonly layout: "kustomize" | "helm" | "manifests";
  /** Null unless the layout is helm. */
  readonly chart: Chart | null;
  /** Lines of a known_hosts file; empty to use the agent's own. */
  readonly knownHosts: readonly string[];
  /** SSH-key credential that signs commits; null for unsigned ones. */
  readonly signing: string | null;
  /** Null if commits are pushed directly to the branch. */
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
