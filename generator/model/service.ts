import type { Agent } from "./platform.ts";

export type Topology = "per-stage" | "per-team" | "combined";

/** Which commits go as far as a stage. Patterns are Ant-like names: `main`, `release/*`, `v*`. */
export interface Reach {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  readonly pullRequests: boolean;
}

export interface Service {
  readonly name: string;
  /** Names that it had, the oldest first. */
  readonly previousNames: readonly string[];
  /** The service file's path, as given: `services/shop.yaml`. */
  readonly specFile: string;
  /** The application repository. */
  readonly git: string;
  /** Username-password credential for reading it; null for an open one. */
  readonly credentials: string | null;
  readonly branch: string;
  /** The port that it serves; null where none is told. */
  readonly port: number | null;
  /** How the source stage's job is defined. */
  readonly job: "plain" | "multibranch";
  readonly topology: Topology;
  /** How many jobs it has in each topology. */
  readonly jobsIn: Readonly<Record<Topology, number>>;
  /** The library's tag that this service's Jenkinsfiles use. */
  readonly pin: string;
  /** Pattern of the release's version, of {build}, {commit}, {branch}, {tag}. */
  readonly version: string;
  readonly triggers: { readonly poll: string | null; readonly cron: string | null; readonly webhook: boolean };
  /** Parameters of the source job beside the product's own. */
  readonly parameters: readonly Parameter[];
  /** In order of `needs`, the spec's order among equals. */
  readonly stages: readonly Stage[];
}

export interface Parameter {
  readonly name: string;
  readonly kind: "text" | "choice" | "boolean";
  readonly default: string;
  readonly choices: readonly string[];
  readonly description: string;
}

/** Who is asked before a stage works. */
export interface Approval {
  /** Users or groups. */
  readonly by: readonly string[];
  /** Different people that must approve. */
  readonly count: number;
  readonly notAuthor: boolean;
  /** Null for the product's own question. */
  readonly message: string | null;
  /** Minutes. */
  readonly timeout: number;
}

/** Which releases a stage works on; empty lists where any do. */
export interface When {
  readonly branches: readonly string[];
  readonly tags: readonly string[];
  /** Ant patterns; one of them fits a file that was changed. */
  readonly paths: readonly string[];
}

/** A step of the site's own, called before or after a stage's work. */
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
  /** Ids that it had, the oldest first. */
  readonly previousIds: readonly string[];
  /** Teams that owned it, the oldest first. */
  readonly previousOwners: readonly string[];
  /** Absolute path of the stage's job: `/shop/shop-build`; stages that share one, share it. */
  readonly job: string;
  /** Where that job was before, the oldest first. */
  readonly previousJobs: readonly string[];
  /** Ids of the stages whose records it takes: several only where they are a whole parallel group; none for a source. */
  readonly needs: readonly string[];
  /** Ids of the stages that take its record, in order. */
  readonly downstream: readonly string[];
  /** Group of neighbouring stages that run side by side; null where it stands alone. */
  readonly parallel: string | null;
  readonly approval: Approval | null;
  /** Any other release it hands on as it is; null where it works on all, as what makes something does. */
  readonly when: When | null;
  /** Whether the job before it waits for this stage's job, and fails with it. */
  readonly wait: boolean;
  readonly reach: Reach;
  readonly agent: Agent;
  /** Minutes. */
  readonly timeout: number;
  /** Attempts after a lost agent; 0 for none. */
  readonly retries: number;
  readonly before: readonly Hook[];
  readonly after: readonly Hook[];
}

/** One run of a build tool on the application. */
export interface SourceBuild {
  /** Name of the source tool. */
  readonly tool: string;
  /** JDK version as text: `17`; null where the agent's is used. */
  readonly jdk: string | null;
  /** Container image that holds the tool; null where the agent has it. */
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
  readonly tests: readonly string[];
  /** Directory on the agent that the tool caches in, kept between builds; null for the tool's own place. */
  readonly cache: string | null;
}

export interface SourceStage extends StageBase, SourceBuild {
  readonly kind: "source";
  /** Further builds of the same commit, in order after its own. */
  readonly also: readonly SourceBuild[];
}

export interface ImageStage extends StageBase {
  readonly kind: "image";
  readonly engine: string;
  /** Registry's name, that is pushed to. */
  readonly registry: string;
  /** Repository in that registry: `shop/shop`. */
  readonly image: string;
  readonly dockerfile: string;
  readonly context: string;
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
  /** Id of the source stage whose artifacts the Dockerfile copies; null where it needs none. */
  readonly artifactsFrom: string | null;
  /** `linux/arm64`; empty for the agent's own. */
  readonly platforms: readonly string[];
  readonly sbom: boolean;
  readonly sign: boolean;
  /** The least severity that fails the stage: `high`; null where nobody looks. */
  readonly scan: string | null;
}

export interface Base {
  /** Digest-pinned: `harbor.acme.internal/base/jre:17@sha256:…`. */
  readonly image: string;
  /** Build argument that hands it to the Dockerfile. */
  readonly argument: string;
  /** Name of the registry that it comes from; null where no credential is known for its host. */
  readonly registry: string | null;
}

export interface DeployStage extends StageBase {
  readonly kind: "deploy";
  readonly environment: string;
}

/** A command, or a step of the site's own; one of the two. */
export interface CustomStage extends StageBase {
  readonly kind: "custom";
  readonly command: string | null;
  readonly toolImage: string | null;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly tests: readonly string[];
  readonly step: string | null;
  readonly arguments: StepArguments;
}

export type Stage = SourceStage | ImageStage | DeployStage | CustomStage;
