export interface Agent {
  /** Jenkins label expression: `linux-build`. */
  readonly label: string;
}

/** A pod that runs one stage. */
export interface StagePod {
  /** Image of the container in which the commands run. */
  readonly image: string;
  /** As in the spec, `2Gi` and `500m`; null for the defaults of the namespace. */
  readonly memory: string | null;
  readonly cpu: string | null;
  readonly root: boolean;
}

export interface StageAgent extends Agent {
  /** Null for agents with a label; their label is empty for pods. */
  readonly pod: StagePod | null;
}

/** A volume for the stages whose `cache` is its path. */
export interface PodCache {
  readonly path: string;
  /** Null for an empty volume. */
  readonly claim: string | null;
}

export interface Toleration {
  readonly key: string;
  readonly value: string | null;
  readonly effect: string | null;
}

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

export interface BuildAgent extends Agent {
  /** Null for agents with a label; their label is empty for pods. */
  readonly pods: Pods | null;
}

export type PodSecurity = "privileged" | "baseline" | "restricted";

export interface Proxy {
  readonly http: string | null;
  readonly https: string | null;
  /** Hosts reached without the proxy. */
  readonly except: readonly string[];
}

/** Settings of one source tool; its schema part lists the keys. */
export type SourceToolSettings = Readonly<Record<string, string | null>>;

/** Where the report of a tool is kept: with the build, or next to the image, signed. */
export type Place = "archive" | "attach";

export interface Tools {
  /** Settings of the source tools, by tool and key; null for a key that the site does not set. */
  readonly source: Readonly<Record<string, SourceToolSettings>>;
  /** Lists the contents of images; null if no image stage can use it, as with the next two tools. */
  readonly syft: { readonly format: string; readonly keep: readonly Place[] } | null;
  /** Signs images: a file credential with the private key, a secret text with its password. The public key is PEM text. */
  readonly cosign: { readonly key: string; readonly password: string; readonly publicKey: string | null } | null;
  /** Finds known vulnerabilities: its database's folder on the agents, or the URL to download it from. */
  readonly trivy: {
    readonly cache: string | null;
    readonly database: string | null;
    readonly keep: readonly Place[];
  } | null;
  /** JDK by version: `17` → its home on the agents. */
  readonly jdks: Readonly<Record<string, string>>;
}

export interface Pool {
  readonly label: string;
  /** As in the spec, `8Gi`; null without a limit. */
  readonly memory: string | null;
  /** As in the spec, `4` or `500m`; null without a limit. */
  readonly cpu: string | null;
  readonly executors: number;
  /** Memory of a build without an image, such as a source build or a handoff; null if not set. */
  readonly otherBuild: string | null;
}

export type StatusHost = "github" | "gitlab" | "gitea" | "bitbucket";

export interface Statuses {
  readonly host: StatusHost;
  /** Base of its API: `https://git.acme.internal/api/v4`. */
  readonly api: string;
  /** Secret-text credential with a token. */
  readonly credentials: string;
}

/** The agents that build pull requests. */
export interface RequestAgents extends Agent {
  /** Other labels, by the label of the stage's agent: `windows: windows-pr`. */
  readonly byLabel: Readonly<Record<string, string>>;
}

/** The agents of a site by purpose. */
export interface SiteAgents {
  readonly builds: Agent;
  /** Null if pull requests build on the stage's agent. */
  readonly pullRequests: RequestAgents | null;
  readonly images: Agent;
  readonly delivery: Agent;
  readonly seed: Agent;
}

/** The server with the application repositories. */
export interface GitHost {
  /** Null if only the address tells the product. */
  readonly host: StatusHost | null;
  /** Credential for its API; null for the service's. */
  readonly credentials: string | null;
}

/** What builds of pull requests get. */
export interface PullRequests {
  /** Credentials that only read. */
  readonly credentials: readonly string[];
  /** Whether builds of pull requests from forks get them, too. */
  readonly forks: boolean;
}

/** Settings of the Tekton target. */
export interface Tekton {
  /** Image of the steps that have none of their own, pinned by digest. */
  readonly image: string;
  /** Pattern of the namespace of a team: `ci-{team}`. */
  readonly namespace: string;
  /** Namespace of the Ingress controller, which passes the messages of the git host on. */
  readonly ingressNamespace: string;
}

/** Settings of the Jenkins X target. */
export interface JenkinsX {
  /** Namespace in which Lighthouse runs the pipelines of repositories. */
  readonly namespace: string;
}

export interface Site {
  readonly network: "online" | "offline";
  readonly hosts: readonly string[];
  /** The Jenkins authorization strategy for which permissions are generated. */
  readonly authorization: "none" | "matrix" | "role";
  /** Agent of stages that name none: source builds, handoffs. */
  readonly agent: Agent;
  readonly agents: SiteAgents;
  /** Folders of programs for scripts with credentials; empty for the agent's own. */
  readonly path: readonly string[];
  readonly pools: readonly Pool[];
  readonly tools: Tools;
  /** File credential with PEM certificates; null to use only the system's certificates. */
  readonly caBundle: string | null;
  readonly proxy: Proxy | null;
  readonly git: GitHost;
  readonly pullRequests: PullRequests;
  readonly statuses: Statuses | null;
  /** Null if the site has no settings for Tekton. */
  readonly tekton: Tekton | null;
  readonly jenkinsX: JenkinsX;
  /** The Pod Security level of the namespace of the agents' pods. */
  readonly podSecurity: PodSecurity;
  /** The pods of stages; null if stages run only on agents with a label. */
  readonly pods: Pods | null;
  readonly podCaches: readonly PodCache[];
  /** How long builds are kept. */
  readonly keep: { readonly builds: number; readonly days: number };
}
