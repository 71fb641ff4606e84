import type { StageAgent } from "./platform.ts";
import type { Reports, Sonar } from "./reports.ts";

export type Topology = "per-stage" | "per-team" | "combined";

/** Which commits reach a stage. Patterns are Ant-like: `main`, `release/*`, `v*`. */
export interface Reach {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly pullRequests: boolean;
}

export interface Service {
  readonly name: string;
  /** Previous names, the oldest first. */
  readonly previousNames: readonly string[];
  /** The service file's path, as given: `services/shop.yaml`. */
  readonly specFile: string;
  /** The application repository. */
  readonly git: string;
  /** Username-password credential for reading it; null for an open one. */
  readonly credentials: string | null;
  readonly branch: string;
  /** The port that it listens on; null if not set. */
  readonly port: number | null;
  /** How the source stage's job is defined. */
  readonly job: "plain" | "multibranch";
  /** Path of a multibranch job's Jenkinsfile in the application repository. */
  readonly jenkinsfile: string;
  readonly topology: Topology;
  /** The number of its jobs in each topology. */
  readonly jobsIn: Readonly<Record<Topology, number>>;
  /** The library's tag that this service's Jenkinsfiles use. */
  readonly pin: string;
  /** Pattern of the release's version, of {build}, {commit}, {branch}, {project}, {describe}. */
  readonly version: string;
  /** Patterns for some commits instead. The first rule that matches decides. */
  readonly versions: readonly VersionRule[];
  /** File of the application with the version for {project}; null for none. */
  readonly versionFile: string | null;
  readonly checkout: Checkout;
  readonly triggers: Triggers;
  /** Parameters of the source job in addition to the generated ones. */
  readonly parameters: readonly Parameter[];
  /** In order of `needs`, the spec's order among equals. */
  readonly stages: readonly Stage[];
}

/** The commits of a branch rule, and the pattern of their version. */
export interface VersionRule {
  readonly kind: "branch" | "tag" | "pullRequest";
  /** Of the names of branches or tags; empty for pull requests. */
  readonly pattern: string;
  readonly version: string;
}

/** What starts the source stage, in addition to users. */
export interface Triggers {
  readonly poll: string | null;
  readonly cron: string | null;
  readonly webhook: boolean;
  /** The text of a comment, and the name of a label, that build a pull request again; null for none. */
  readonly comment: string | null;
  readonly label: string | null;
}

/** How stages check out the application repository. */
export interface Checkout {
  readonly submodules: boolean;
  readonly lfs: boolean;
  /** Commits of each branch that a source stage downloads; null for all. */
  readonly depth: number | null;
  /** Whether a source stage deletes the files of the previous build. */
  readonly clean: boolean;
  /** The folders of a sparse checkout; empty for the whole repository. */
  readonly sparse: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly kind: "text" | "choice" | "boolean";
  readonly default: string;
  readonly choices: readonly string[];
  readonly description: string;
}

/** From whom a stage requests an approval before it runs. */
export interface Approval {
  /** Users or groups. */
  readonly by: readonly string[];
  /** The number of different people that must approve. */
  readonly count: number;
  readonly notAuthor: boolean;
  /** Null for the default message. */
  readonly message: string | null;
  /** Minutes. */
  readonly timeout: number;
}

/** The releases on which a stage runs; an empty list matches all. */
export interface When {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Ant patterns, of which one must match a changed file. */
  readonly paths: readonly string[];
  /** Schedule of Jenkins: only releases of builds that the timer started match; null for all. */
  readonly cron: string | null;
}

/** An own step of the site that is called before or after a stage's work. */
export interface Hook {
  readonly step: string;
  readonly arguments: StepArguments;
}

export type StepArguments = Readonly<
  Record<string, string | number | boolean | readonly (string | number | boolean)[]>
>;

export interface StageBase {
  readonly id: string;
  /** Team's name. */
  readonly owner: string;
  /** Previous ids, the oldest first. */
  readonly previousIds: readonly string[];
  /** Previous owners, the oldest first. */
  readonly previousOwners: readonly string[];
  /** Id of the first stage of its job: its own id, or that of an earlier stage. Equal for all stages of one job. */
  readonly firstOfJob: string;
  /** Ids of the stages whose release records it uses: several only for a whole parallel group, none for a source stage. */
  readonly needs: readonly string[];
  /** Ids of the stages that use its release record, in order. */
  readonly downstream: readonly string[];
  /** The group of stages that run in parallel with it; null if it runs alone. */
  readonly parallel: string | null;
  readonly approval: Approval | null;
  /** The condition to run; otherwise the stage passes the release on unchanged. Null to run for every release. */
  readonly when: When | null;
  /** Whether the job before it waits for this stage's job, and fails with it. */
  readonly wait: boolean;
  readonly reach: Reach;
  readonly agent: StageAgent;
  /** Minutes of work on an agent. */
  readonly timeout: number;
  /** Minutes of waiting for an agent and a lock. */
  readonly waitTimeout: number;
  /** Attempts after a lost agent; 0 for none. */
  readonly retries: number;
  /** Whether the stages that need this stage start if it is unstable. */
  readonly unstable: "stop" | "continue";
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
}

/** A credential that commands of a stage read. */
export interface Secret {
  /** The environment variable, or the beginning of its names. */
  readonly variable: string;
  readonly kind: "string" | "usernamePassword" | "file" | "sshUserPrivateKey";
  /** Id of the credential. */
  readonly id: string;
}

/** A container that runs while the commands of a stage run. */
export interface ServiceContainer {
  readonly name: string;
  readonly image: string;
  /** The TCP port on which it listens. */
  readonly port: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of the image's program; empty for the image's own. */
  readonly arguments: readonly string[];
  /** ID of its user; null for the image's. */
  readonly user: number | null;
  /** As in the spec, `512Mi`; null without a limit. */
  readonly memory: string | null;
  /** Seconds until it must accept connections. */
  readonly startTimeout: number;
}

/** One run of a build tool on the application. */
export interface SourceBuild extends Reports {
  /** Name of the source tool. */
  readonly tool: string;
  /** JDK version as text: `17`; null to use the agent's. */
  readonly jdk: string | null;
  /** Container image that holds the tool; null if the agent provides it. */
  readonly toolImage: string | null;
  /** Shell command; only with `tool: command`. */
  readonly command: string | null;
  /** Arguments of the tool, one by one; empty for its default goal. */
  readonly arguments: readonly string[];
  /** Working directory within the application: `.`. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Ant patterns, relative to `directory`. */
  readonly artifacts: readonly string[];
  /** Directory on the agent that the tool caches in, kept between builds; null for the tool's default. */
  readonly cache: string | null;
}

export interface SourceStage extends StageBase, SourceBuild {
  readonly kind: "source";
  /** Further builds of the same commit, in order after its own. */
  readonly also: readonly SourceBuild[];
  /** Credentials for all its builds. */
  readonly secrets: readonly Secret[];
  /** Analysis of its own build; null for none. */
  readonly sonar: Sonar | null;
  readonly services: readonly ServiceContainer[];
}

export interface ImageStage extends StageBase {
  readonly kind: "image";
  readonly engine: string;
  /** Name of the registry to push to. */
  readonly registry: string;
  /** Repository in that registry: `shop/shop`. */
  readonly image: string;
  /** Shell command that builds and pushes the image; null if the engine builds it from a Dockerfile. */
  readonly command: string | null;
  /** The file below `context` to which the command writes the digest; null without a command. */
  readonly digestFrom: string | null;
  readonly dockerfile: string;
  readonly context: string;
  /** Ant patterns: if no file matches that changed, the image of the last build is kept. Empty to build each release. */
  readonly paths: readonly string[];
  readonly target: string | null;
  readonly buildArguments: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Patterns of tags that are never moved. */
  readonly tags: readonly string[];
  /** Patterns of tags that follow the newest build. */
  readonly movingTags: readonly string[];
  readonly base: Base | null;
  /** Secret-text credentials by the id that the Dockerfile mounts. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Repository of the same registry that keeps layers between builds; null for none. */
  readonly cache: string | null;
  /** Id of the source stage whose artifacts the Dockerfile copies; null if it needs none. */
  readonly artifactsFrom: string | null;
  /** `linux/arm64`; empty for the agent's own. */
  readonly platforms: readonly string[];
  readonly sbom: boolean;
  readonly sign: boolean;
  readonly provenance: boolean;
  /** The least severity that fails the stage: `high`; null without a scan. */
  readonly scan: string | null;
}

export interface Base {
  /** Digest-pinned: `harbor.acme.internal/base/jre:17@sha256:…`. */
  readonly image: string;
  /** Build argument that hands it to the Dockerfile. */
  readonly argument: string;
  /** Name of its registry; null if the spec has no registry for its host. */
  readonly registry: string | null;
}

export interface DeployStage extends StageBase {
  readonly kind: "deploy";
  readonly environment: string;
}

/** A stage that runs either a command or an own step of the site. */
export interface CustomStage extends StageBase, Reports {
  readonly kind: "custom";
  /** Id of the source stage whose artifacts its checkout gets; null for none. */
  readonly artifactsFrom: string | null;
  readonly command: string | null;
  /** Name of its shell, which is also the name of the step: `powershell`. */
  readonly shell: "sh" | "bat" | "powershell" | "pwsh";
  /** Shell command after a failure; null for none. */
  readonly onFailure: string | null;
  /** Shell command after each run; null for none. */
  readonly always: string | null;
  /** Whether a failure only makes the stage unstable. */
  readonly allowFailure: boolean;
  readonly toolImage: string | null;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly Secret[];
  readonly sonar: Sonar | null;
  readonly services: readonly ServiceContainer[];
  readonly step: string | null;
  readonly arguments: StepArguments;
}

export type Stage = SourceStage | ImageStage | DeployStage | CustomStage;
