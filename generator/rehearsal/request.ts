import type { InputAnswer, Rule } from "../rehearse/index.ts";
import type { CredentialKind } from "./credentials.ts";

/** What to rehearse, and how. */
export interface RehearsalRequest {
  readonly service: string;
  /** The stage to start with, which gets its release from `record`; null for the source stage. */
  readonly from: string | null;
  /** A folder with a `release.json` and its artifacts. */
  readonly record: string | null;
  /** The last stage; null for all stages. */
  readonly until: string | null;
  /** The stage of `--stage`, whose job gets the parameters that it has; null if it is not set. */
  readonly stage: string | null;
  /** Values of parameters; without a stage, of the first job. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly branch: string | null;
  readonly tag: string | null;
  readonly pullRequest: string | null;
  /** Starts the build as its timer does, and not as a user. */
  readonly timer: boolean;
  /** The engine of the image stages; null for that of the spec. */
  readonly engine: string | null;
  readonly restartEveryStep: boolean;
  readonly sandbox: boolean;
  /** Runs no `sh`. */
  readonly dry: boolean;
  readonly withRegistry: boolean;
  readonly ignoreFreeze: boolean;
  readonly withGitops: boolean;
  /** The folder with the application's sources; null to search it. */
  readonly source: string | null;
  /** A file with the values of credentials; null for none. */
  readonly credentials: string | null;
  /** Further credentials that get made-up values: their kinds by id. */
  readonly madeUp: Readonly<Record<string, CredentialKind>>;
  /** A folder with a Groovy file for each step that the runner does not know; null for none. */
  readonly stubs: string | null;
  /** Answers to approvals; null to grant all. */
  readonly answers: readonly InputAnswer[] | null;
  readonly rules: readonly Rule[];
  /** Stages whose job runs once more at the end. */
  readonly again: readonly string[];
  readonly coverage: boolean;
  /** A pipeline to run instead of the jobs of the service; null for the jobs. */
  readonly script: string | null;
}
