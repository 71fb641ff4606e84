/** What a failed quality gate does to its stage. */
export type Criticality = "unstable" | "failure";

/** The reports of one tool. */
export interface Report {
  /** Format of the files. */
  readonly parser: string;
  /** Ant pattern, relative to the directory of the build. */
  readonly pattern: string;
}

/** Coverage that Jenkins shows, and the percentages that it must reach. */
export interface Coverage {
  readonly reports: readonly Report[];
  readonly qualityGates: readonly {
    /** `line`. */
    readonly metric: string;
    readonly minimum: number;
    readonly criticality: Criticality;
  }[];
}

/** Issues that Jenkins shows, and the numbers that they must not exceed. */
export interface Issues {
  readonly reports: readonly Report[];
  readonly qualityGates: readonly {
    readonly maximum: number;
    readonly count: "total" | "new";
    /** Null to count all severities. */
    readonly severity: string | null;
    readonly criticality: Criticality;
  }[];
}

/** The analysis of a stage with SonarQube. */
export interface Sonar {
  /** Name of the server in Jenkins. */
  readonly server: string;
  /** Minutes to wait for the quality gate. */
  readonly timeout: number;
  readonly criticality: Criticality;
}

/** The reports of a build or a command. */
export interface Reports {
  /** Ant patterns of JUnit reports. */
  readonly tests: readonly string[];
  readonly coverage: Coverage | null;
  readonly issues: Issues | null;
}

/** The quality gates of all reports. */
export function qualityGatesOf({ coverage, issues }: Reports): readonly { readonly criticality: Criticality }[] {
  return [...(coverage?.qualityGates ?? []), ...(issues?.qualityGates ?? [])];
}
