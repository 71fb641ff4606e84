/** The ID of a run is this number plus the number of the run. */
export const FIRST_ID = 10_000;

/** The parts of a workflow that the stand-in runs. */
export interface Step {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name: string;
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly secrets?: "inherit";
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Action {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: "composite"; readonly steps: readonly Step[] };
}

/** What starts the run, and what GitHub would provide. */
export interface RunOptions {
  /** A private folder for the run. */
  readonly home: string;
  /** The workflow of the application: a file. */
  readonly workflow: string;
  /** `OWNER/NAME` of the application, and the URL from which `checkout` clones it. */
  readonly repository: string;
  readonly clone: string;
  readonly event: "push" | "pull_request" | "workflow_dispatch";
  /** What a user enters to start the run. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly ref: string;
  readonly sha: string;
  readonly number: number;
  /** Where a job with `id-token: write` gets its token. */
  readonly idToken?: { readonly url: string; readonly token: string };
  /** Whether the runner is one of GitHub. */
  readonly hosted?: boolean;
  /** Folders of the repositories with actions and reusable workflows, by `OWNER/NAME`. */
  readonly repositories: Readonly<Record<string, string>>;
  /** The secrets of each environment. */
  readonly environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The variables of the machine: PATH and others. */
  readonly machine: Readonly<Record<string, string>>;
}

/** A step that ran. */
export interface StepResult {
  readonly job: string;
  readonly step: string;
  readonly result: "success" | "failure" | "skipped";
  readonly log: string;
  /** The names of the variables with which its programs started. */
  readonly variables: readonly string[];
}

export interface RunResult {
  readonly result: "success" | "failure";
  /** The result of each job, by the names of the caller's job and its own: `image/work`. */
  readonly jobs: Readonly<Record<string, "success" | "failure" | "skipped">>;
  readonly steps: readonly StepResult[];
  /** The folder with the uploaded artifacts, each in a folder with its name. */
  readonly artifacts: string;
}
