import type { Release } from "./api.ts";
import type { OwnPart } from "./own.ts";
import type { BuildAgent } from "./site.ts";

export type * from "./delivery.ts";
export type * from "./policy.ts";
export type * from "./site.ts";

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
  /** Folder of the site's own steps and classes, beside the platform spec; null where it has none. */
  readonly own: string | null;
  /** What lies there. */
  readonly ownPart: OwnPart | null;
  /** Steps of other libraries that custom stages call. */
  readonly otherSteps: readonly string[];
}

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

/** A team's own repository of Jenkinsfiles. */
export interface TeamRepository {
  readonly git: string;
  readonly branch: string;
  /** Credential id for reading it, in the team's folder; null for an open one. */
  readonly credentials: string | null;
  /** Folder of the team's emitted files in that repository, without slashes at its ends; empty for the root. */
  readonly directory: string;
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
  /** Where its jobs read their Jenkinsfiles from; null for the pipelines repository. */
  readonly pipelines: TeamRepository | null;
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

export interface Engine {
  /** `docker`, `buildah`, `kaniko`. */
  readonly name: string;
  readonly agent: BuildAgent;
  readonly buildsAtOnce: number | null;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}
