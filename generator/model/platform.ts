import type { Release } from "./api.ts";

/** The shared library that is built. */
export interface Library {
  /** The name in `@Library('NAME@…')`: `acme-ci`. */
  readonly name: string;
  /** The Groovy package of its classes: `com.acme.ci`. */
  readonly package: string;
  /** The version that this run builds: `1.4.0`. */
  readonly version: string;
  /** The released tag that services use unless they say otherwise: `v1.3.2`. */
  readonly pin: string;
  /** Where its own repository is; null while it lies in the pipelines repository. */
  readonly git: string | null;
  /** Folder of the recorded releases, beside the platform spec. */
  readonly releasesFolder: string;
  /** The recorded releases, the newest last. */
  readonly releases: readonly Release[];
  /** Whether jobs of all folders are offered it, or each team's folder has it. */
  readonly scope: "global" | "folder";
  /** `buildImage` or `buildImage.cache` → what to use instead. */
  readonly deprecated: Readonly<Record<string, string>>;
}

/** The repository that holds the specs and the emitted files; jobs read their Jenkinsfiles from it. */
export interface Pipelines {
  readonly git: string;
  readonly branch: string;
  /** Credential id for reading it; null for an open one. */
  readonly credentials: string | null;
  /** Folder of the emitted files in that repository, without slashes at its ends; empty for the root. */
  readonly directory: string;
  /** Team that owns what is no service's: the platform spec, the library, the site's files; null for all teams. */
  readonly owner: string | null;
  readonly codeowners: {
    readonly dialect: "github" | "gitlab";
    /** Owners who must approve; null where the host's own setting holds. */
    readonly approvals: number | null;
  };
}

export interface Agent {
  /** Jenkins label expression: `linux-build`. */
  readonly label: string;
}

/** A taint that pods bear; null for any value or effect. */
export interface Toleration {
  readonly key: string;
  readonly value: string | null;
  readonly effect: string | null;
}

/** Pods of Jenkins' Kubernetes plugin. Null and empty where the plugin's own settings hold. */
export interface Pods {
  readonly cloud: string | null;
  readonly namespace: string | null;
  readonly serviceAccount: string | null;
  /** Image of the Jenkins agent in the pod, pinned by digest. */
  readonly agentImage: string | null;
  /** ConfigMap whose certificates all containers trust. */
  readonly caConfigMap: string | null;
  readonly pullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

/** Where an engine builds: agents with a label, or pods; one of the two. */
export interface BuildAgent extends Agent {
  /** Null for agents with a label; their label is empty for pods. */
  readonly pods: Pods | null;
}

/** What a namespace admits, by Kubernetes' Pod Security Standards; each admits what stands after it. */
export type PodSecurity = "privileged" | "baseline" | "restricted";

export interface Proxy {
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts reached without the proxy. */
  readonly except: readonly string[];
}

/** Settings of the source build tools that hold for the whole site. All null where the tool's own default holds. */
export interface Tools {
  /** File credential with a settings.xml. */
  readonly mavenSettings: string | null;
  /** URL of the npm registry. */
  readonly npmRegistry: string | null;
  /** File credential with an .npmrc. */
  readonly npmrc: string | null;
  /** Value of GOPROXY. */
  readonly goProxy: string | null;
  /** Value of GOSUMDB: `off` where no checksum database is reached. */
  readonly goSumdb: string | null;
  /** File credential with a Gradle init script. */
  readonly gradleInit: string | null;
  /** Lists what an image holds; null where no image stage may ask for it, as with the next two. */
  readonly syft: { readonly format: string; readonly keep: readonly ("archive" | "attach")[] } | null;
  /** Signs images: a file credential with the private key, a secret text with its password. */
  readonly cosign: { readonly key: string; readonly password: string } | null;
  /** Finds known vulnerabilities: its database's folder on the agents, or where that is downloaded from. */
  readonly trivy: { readonly cache: string | null; readonly database: string | null } | null;
  /** JDK by version: `17` → its home on the agents. */
  readonly jdks: Readonly<Record<string, string>>;
}

/** What each of the agents of a label can hold. */
export interface Pool {
  readonly label: string;
  /** As in the spec, `8Gi`; null where nobody counts it. */
  readonly memory: string | null;
  /** As in the spec, `4` or `500m`; null where nobody counts it. */
  readonly cpu: string | null;
  readonly executors: number;
  /** Memory of a build that is no image's: a source build, a handoff; null where none is told. */
  readonly otherBuild: string | null;
}

export type StatusHost = "github" | "gitlab" | "gitea" | "bitbucket";

/** Commit statuses: which API is told how far a commit came. */
export interface Statuses {
  readonly host: StatusHost;
  /** Base of its API: `https://git.acme.internal/api/v4`. */
  readonly api: string;
  /** Secret-text credential with a token. */
  readonly credentials: string;
}

export interface Site {
  readonly network: "online" | "offline";
  readonly hosts: readonly string[];
  /** Jenkins' authorization strategy, as far as its permissions are written here. */
  readonly authorization: "none" | "matrix" | "role";
  /** Agent of stages that name none: source builds, handoffs. */
  readonly agent: Agent;
  readonly pools: readonly Pool[];
  readonly tools: Tools;
  /** File credential with PEM certificates; null where the system's suffice. */
  readonly caBundle: string | null;
  readonly proxy: Proxy | null;
  readonly statuses: Statuses | null;
  /** What the namespace of the agents' pods admits. */
  readonly podSecurity: PodSecurity;
  /** How long builds are kept. */
  readonly keep: { readonly builds: number; readonly days: number };
}

export interface Team {
  readonly name: string;
  /** Jenkins folder, without slashes: `shop`. */
  readonly folder: string;
  /** Folders that its jobs lay in, the oldest first. */
  readonly previousFolders: readonly string[];
  readonly reviewers: readonly string[];
  readonly approvers: readonly string[];
  /** Group of the single sign-on; null where none is told. */
  readonly group: string | null;
  readonly mail: string | null;
  /** Secret-text credential that holds a chat webhook's URL. */
  readonly webhook: string | null;
}

export interface Registry {
  readonly name: string;
  /** Host with an optional port: `harbor.acme.internal`, `docker.io`. */
  readonly host: string;
  /** Plain HTTP. */
  readonly insecure: boolean;
  /** Username-password credentials; null where none is asked for. */
  readonly pull: string | null;
  readonly push: string | null;
  /** Where its images are pulled from instead: `harbor.acme.internal/hub`; null for itself. */
  readonly mirror: string | null;
}

/** Settings of an engine. What is particular to one engine stays in `settings`, checked by that engine's schema part. */
export interface Engine {
  /** `docker`, `buildah`, `kaniko`. */
  readonly name: string;
  readonly agent: BuildAgent;
  readonly buildsAtOnce: number | null;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

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

/** A window that recurs in which nothing is deployed. */
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

/** A schedule's fields as the numbers that they admit; empty for any. Sunday is 0. */
export interface Begin {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  readonly months: readonly number[];
  readonly weekdays: readonly number[];
}

/** One share of a canary's way to all users. */
export interface CanaryStep {
  /** Percent of the users. */
  readonly weight: number;
  /** How long it stays there: `1h`, or `manual`; null for not at all. */
  readonly pause: string | null;
}

/** How a new version takes the old one's place. Null where Kubernetes' or Argo Rollouts' own default holds. */
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

/** Who brings a commit into the cluster. */
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

/** The repository that tells what runs in an environment. */
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

/** A chart: a folder of the GitOps repository, or one of a chart repository. */
export interface Chart {
  /** With `{service}`; null for one of a chart repository. */
  readonly path: string | null;
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** The API that opens a request to merge a branch. */
export interface PullRequest {
  readonly host: "github" | "gitlab";
  readonly api: string;
  readonly project: string;
  /** Secret-text credential. */
  readonly token: string;
}

/** Until when a deploy job waits for the delivery tool. */
export interface Wait {
  readonly for: "healthy" | "synced";
  readonly minutes: number;
  /** Secret-text credential. */
  readonly token: string;
}

/** What a site says of a product; what it does not say, the project's own table does. */
export interface ProductEntry {
  readonly name?: string;
  readonly role?: "ci" | "cd" | "ci-cd" | "engine";
  readonly needs?: readonly ("internet" | "kubernetes")[];
  readonly licence?: string;
  readonly maintenance?: "maintained" | "archived";
  readonly state?: string;
  readonly references?: string;
  readonly support?: readonly string[];
  readonly sources?: readonly string[];
  readonly checked?: string;
}

/** A finding of a policy that the site lives with for a time. */
export interface Waiver {
  /** The policy's code: `SW420`. */
  readonly policy: string;
  /** The key that is found fault with, or one around it; null for all that the policy finds. */
  readonly key: string | null;
  readonly reason: string;
  /** Team's name. */
  readonly owner: string;
  /** The last day on which it holds: `2027-06-30`. */
  readonly until: string;
}

/** How much policies weigh at this site. */
export interface PolicySettings {
  /** Severity by code, where the site sets another than the policy's own. */
  readonly severity: Readonly<Record<string, "error" | "warning" | "note">>;
  readonly waivers: readonly Waiver[];
}
