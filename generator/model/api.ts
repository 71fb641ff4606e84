/** The type of a parameter. */
export type ParameterType = "text" | "list" | "map" | "number" | "boolean";

/** A parameter in the library's API. */
export interface ApiParameter {
  readonly name: string;
  readonly text: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** Null for a required parameter, or without a default. */
  readonly default: unknown;
  /** The allowed values; null if any value is allowed. */
  readonly values: readonly string[] | null;
  readonly example: unknown;
  /** The library's first version that had it. */
  readonly since: string;
  /** What to use instead; null while it is not deprecated. */
  readonly deprecated: string | null;
}

/** A step in the library's API. */
export interface ApiStep {
  readonly name: string;
  readonly text: string;
  /** A description of the return value; null for none. */
  readonly returns: string | null;
  readonly since: string;
  readonly deprecated: string | null;
  readonly parameters: readonly ApiParameter[];
}

/** The library's API: the content of `api.json`. */
export interface Api {
  readonly library: string;
  readonly package: string;
  readonly version: string;
  readonly steps: readonly ApiStep[];
  /** The site's own classes, which Jenkinsfiles may import: `com.acme.ci.Sonar`. */
  readonly classes: readonly string[];
}

/** What the workflows of GitHub use of a released version. */
export interface ReleasedActions {
  /** The digest of the actions and their programs, which depend only on the version of stagewright. */
  readonly digest: string;
  /** The scripts, below `.github/actions/scripts`, sorted. */
  readonly scripts: readonly string[];
}

/** A release record: the API of a released version. */
export interface Release {
  readonly version: string;
  /** `2026-03-31`. */
  readonly date: string;
  /** Release notes in addition to the API's changes. */
  readonly notes: readonly string[];
  readonly api: Api;
  /** The site's settings in the library, by name: `environments.prod`; null if an older stagewright wrote the record. */
  readonly settings: Readonly<Record<string, unknown>> | null;
  /** The SHA-256 of each file of the site's own code, by its path in the library; null if an older stagewright wrote the record. */
  readonly own: Readonly<Record<string, unknown>> | null;
  /** Null for a release for another CI product than GitHub Actions, or if an older stagewright wrote the record. */
  readonly actions: ReleasedActions | null;
}
