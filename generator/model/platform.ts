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
  /** The current version, for which files are generated: `1.4.0`. */
  readonly version: string;
  /** The released tag that services use unless they set another: `v1.3.2`. */
  readonly pin: string;
  /** Its own repository; null if it is in the pipelines repository. */
  readonly git: string | null;
  /** Folder of the release records, next to the platform spec. */
  readonly releasesFolder: string;
  /** The recorded releases, the newest last. */
  readonly releases: readonly Release[];
  /** Whether it is configured for all of Jenkins or in each team's folder. */
  readonly scope: "global" | "folder";
  /** `buildImage` or `buildImage.cache` → what to use instead. */
  readonly deprecated: Readonly<Record<string, string>>;
  /** Folder of the site's own steps and classes, next to the platform spec; null if it has none. */
  readonly own: string | null;
  /** The content of that folder. */
  readonly ownPart: OwnPart | null;
  /** Steps of other libraries that custom stages call. */
  readonly otherSteps: readonly string[];
}

export interface Pipelines {
  readonly git: string;
  readonly branch: string;
  /** Credential id for reading it; null for an open one. */
  readonly credentials: string | null;
  /** Folder of the generated files in that repository, without slashes at its ends; empty for the root. */
  readonly directory: string;
  /** Team that owns the platform spec, the library and the site's files; null for all teams. */
  readonly owner: string | null;
  readonly codeowners: {
    readonly dialect: "github" | "gitlab";
    /** Owners who must approve; null to use the setting of the Git host. */
    readonly approvals: number | null;
  };
}

/** A team's own repository of Jenkinsfiles. */
export interface TeamRepository {
  readonly git: string;
  readonly branch: string;
  /** Credential id for reading it, in the team's folder; null for an open one. */
  readonly credentials: string | null;
  /** Folder of the team's generated files in that repository, without slashes at its ends; empty for the root. */
  readonly directory: string;
}

/** What a team can be notified of. */
export type TeamEvent = "failure" | "unstable" | "aborted" | "recovery" | "deployed" | "approval";

export interface Team {
  readonly name: string;
  /** Jenkins folder, without slashes: `shop`. */
  readonly folder: string;
  /** Previous folders of its jobs, the oldest first. */
  readonly previousFolders: readonly string[];
  readonly reviewers: readonly string[];
  readonly approvers: readonly string[];
  /** Group of the single sign-on; null if not set. */
  readonly group: string | null;
  readonly mail: string | null;
  /** Secret-text credential that holds a chat webhook's URL. */
  readonly webhook: string | null;
  /** What the webhook accepts. */
  readonly chatFormat: "slack" | "teams";
  /** The events that it is notified of. */
  readonly notifications: readonly TeamEvent[];
  /** The repository of its Jenkinsfiles; null for the pipelines repository. */
  readonly pipelines: TeamRepository | null;
}

export interface Registry {
  readonly name: string;
  /** Host with an optional port: `harbor.acme.internal`, `docker.io`. */
  readonly host: string;
  /** Plain HTTP. */
  readonly insecure: boolean;
  /** Username-password credentials; null if the registry needs none. */
  readonly pull: string | null;
  readonly push: string | null;
  /** The identity that replaces both credentials on GitHub Actions; null for none. */
  readonly githubOidc: GithubOidc | null;
  /** The mirror to pull its images from: `harbor.acme.internal/hub`; null for none. */
  readonly mirror: string | null;
}

/** An identity at one cloud provider that trusts the OIDC tokens of GitHub. */
export interface GithubOidc {
  readonly aws?: { readonly role: string };
  readonly google?: { readonly workloadIdentityProvider: string; readonly serviceAccount: string };
  readonly azure?: { readonly clientId: string; readonly tenantId: string };
}

export interface Engine {
  /** `docker`, `buildah`, `kaniko`. */
  readonly name: string;
  readonly agent: BuildAgent;
  readonly buildsAtOnce: number | null;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}
