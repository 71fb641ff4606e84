/** What a parameter takes. */
export type ParameterType = "text" | "list" | "map" | "number" | "boolean";

/** A parameter as the library promises it. */
export interface ApiParameter {
  readonly name: string;
  readonly text: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** Null for a required one, and where nothing is the default. */
  readonly default: unknown;
  /** All that it takes; null where that is open. */
  readonly values: readonly string[] | null;
  readonly example: unknown;
  /** The library's first version that had it. */
  readonly since: string;
  /** What to use instead; null while it is not deprecated. */
  readonly deprecated: string | null;
}

/** A step as the library promises it. */
export interface ApiStep {
  readonly name: string;
  readonly text: string;
  /** What it gives back; null for nothing. */
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

/** A released version: what it promised then. */
export interface Release {
  readonly version: string;
  /** `2026-03-31`. */
  readonly date: string;
  /** What people should know beside the API's changes. */
  readonly notes: readonly string[];
  readonly api: Api;
}
