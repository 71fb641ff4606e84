/** The requests and results of a rehearsal: the contract between the TypeScript client and the JVM. */

import type { Rule } from "./events.ts";

/** A shared library as configured on the controller (global, or in a folder). */
export interface LibraryConfig {
  /** The name in `@Library('name@version')`. */
  readonly name: string;
  /** The directory that contains `vars/`, `src/` and `resources/`. */
  readonly root: string;
  /** The only version that resolves; if it is not set, that of the library's `api.json` resolves. */
  readonly version?: string;
  /** Whether any version resolves. */
  readonly anyVersion?: boolean;
  /** A trusted global library is not sandboxed; a folder library is. */
  readonly trusted?: boolean;
  /** The folder that owns the library (`/shop`); jobs outside of it do not see the library. */
  readonly folder?: string;
  /** Loads without `@Library`, in each build that sees it. */
  readonly implicit?: boolean;
  /** The files in `vars/` stand for steps of plugins that the runner does not know. */
  readonly stubs?: boolean;
}

/** An agent of the simulated controller: a directory, a home and an environment on this machine. */
export interface AgentConfig {
  readonly name: string;
  readonly labels: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The number of builds that can use the agent at the same time; 4 by default. */
  readonly executors?: number;
  /** The agent simulates pods: `podTemplate`, `POD_LABEL` and declarative `kubernetes` run here. */
  readonly kubernetes?: boolean;
  /** Whether the agent matches each label expression. */
  readonly anyLabel?: boolean;
  /** The settings of each `container('NAME')`. */
  readonly containers?: Readonly<Record<string, ContainerConfig>>;
}

/** How the scripts of one container run. A container without settings runs them as the agent does. */
export interface ContainerConfig {
  /** Words in front of the shell command, such as `['chroot', '/srv/kaniko']`. */
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A credential, visible in its folder and the folders below. */
export type CredentialConfig = { readonly id: string /** `/` by default. */; readonly folder?: string } & (
  | { readonly kind: "usernamePassword" | "gitlabToken"; readonly username: string; readonly password: string }
  | { readonly kind: "string"; readonly secret: string }
  | { readonly kind: "file"; readonly fileName: string; readonly content: string }
  | {
      readonly kind: "sshUserPrivateKey";
      readonly username: string;
      readonly privateKey: string;
      readonly passphrase?: string;
    }
);

/** A parameter of a job. */
export interface JobParameter {
  readonly name: string;
  readonly kind?: "string" | "text" | "boolean" | "choice" | "credentials" | "password";
  readonly default?: string | boolean;
  readonly choices?: readonly string[];
}

/** A job defined as data; it is equivalent to a job that a Job DSL script defines. */
export interface JobConfig {
  /** The full path, `/shop/shop-build`. */
  readonly path: string;
  /** The path of the Jenkinsfile: relative to `pipelines`, or to the branch in a multibranch build. */
  readonly scriptPath?: string;
  /** The text of the pipeline, instead of `scriptPath`. */
  readonly script?: string;
  readonly parameters?: readonly JobParameter[];
  /** Jobs that can copy the artifacts of this job: exact paths, or `/x/y/*`. */
  readonly copyArtifactPermission?: readonly string[];
  readonly disableConcurrentBuilds?: boolean;
  /** A multibranch project: builds name a branch, a tag or a pull request. */
  readonly multibranch?: boolean;
  /** The source of `checkout scm`: a real git repository, on this machine or on a server. */
  readonly scm?: { readonly url: string; readonly branch?: string; readonly credentialsId?: string };
}

/** A scripted answer to an `input` step. */
export interface InputAnswer {
  /** The job with the `input` step; any job by default. */
  readonly job?: string;
  /** Must equal the id of the input or be part of its message; any input by default. */
  readonly match?: string;
  readonly submitter?: string;
  /** Groups of the submitter, which are compared with `submitter: 'group'`. */
  readonly groups?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | boolean>>;
  /** The answer is "Abort". */
  readonly abort?: boolean;
  /** There is no answer: the build waits until a timeout or an abort ends it. */
  readonly wait?: boolean;
  /** The answer is used only once; by default it answers every matching input. */
  readonly once?: boolean;
}

/** One simulated Jenkins controller. */
export interface ControllerConfig {
  /** The directory for agents, workspaces, builds, archives and stashes; the controller creates it. */
  readonly home: string;
  readonly libraries?: readonly LibraryConfig[];
  /** The folder that `scriptPath` is relative to; if it is not set, all jobs read `scriptPath` from the repository of their `scm`. */
  readonly pipelines?: string | null;
  /** Paths of Job DSL scripts, in the order in which they run; unknown methods are errors. */
  readonly jobDsl?: readonly string[];
  readonly jobs?: readonly JobConfig[];
  readonly agents?: readonly AgentConfig[];
  /** Environment of every `sh`, on every agent. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly credentials?: readonly CredentialConfig[];
  readonly lockableResources?: readonly { readonly name: string; readonly labels?: readonly string[] }[];
  readonly inputs?: readonly InputAnswer[];
  /** Whether Jenkinsfiles and untrusted libraries run in the sandbox. */
  readonly sandbox?: boolean;
  /** A directory with whitelist files in the format of script-security; by default the runner uses a small list of its own. */
  readonly whitelists?: string;
  /** When the runner saves, reloads and resumes the program: never, or after every step. */
  readonly restart?: "never" | "every-step";
  /** Numbers of the steps (from 0) after which the runner saves, reloads and resumes the program. */
  readonly restartAt?: readonly number[];
  /** `http://jenkins.example/` by default. */
  readonly url?: string;
  /** A factor for the waits of `sleep`, `timeout` and polling, to shorten tests; 1 by default. */
  readonly timeScale?: number;
  /** Planted failures and answers; the first one that applies to a step wins. */
  readonly rules?: readonly Rule[];
  /** Measures which lines and branches of the libraries run. */
  readonly coverage?: boolean;
  /** An unknown parameter of a step is a warning, as in Jenkins; by default it is an error. */
  readonly lenient?: boolean;
}

/** A request to start a build. */
export interface BuildRequest {
  readonly job: string;
  readonly parameters?: Readonly<Record<string, string | boolean | number>>;
  /** The user who starts the build; by default a timer starts it. */
  readonly user?: string;
  /** Multibranch: the branch, as in the name of the branch job. */
  readonly branch?: string;
  /** Multibranch: the number of the pull request. */
  readonly changeId?: string;
  /** The target branch of the pull request; `main` by default. */
  readonly changeTarget?: string;
  /** The pull request comes from a fork. A fork is not trusted, so the Jenkinsfile of the target branch runs. */
  readonly fork?: boolean;
  readonly tag?: string;
  /** Multibranch: a folder with the files of the application and its Jenkinsfile; by default the `scm` of the job. */
  readonly checkout?: string;
}

/** Identifies one build. */
export interface BuildId {
  readonly job: string;
  readonly number: number;
}

/** One call of a step. Entries are in the order of execution. */
export interface TraceEntry {
  readonly step: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The enclosing stages and parallel branches, joined by ` / `. */
  readonly stage: string;
  readonly agent: string;
  readonly container: string;
}

/** The results of Jenkins. */
export type BuildOutcome = "SUCCESS" | "UNSTABLE" | "FAILURE" | "NOT_BUILT" | "ABORTED";

/** The complete state of a build. */
export interface BuildResult {
  readonly job: string;
  readonly number: number;
  readonly building: boolean;
  readonly result: BuildOutcome | null;
  readonly displayName: string;
  readonly description: string | null;
  /** Whether the build is kept forever. */
  readonly kept: boolean;
  readonly log: string;
  readonly trace: readonly TraceEntry[];
  /** The message of the last error, if the build failed. */
  readonly error: string | null;
  /** CPS mismatches, and calls that the sandbox rejects; each of them fails the build. */
  readonly violations: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly artifactsDir: string;
  readonly artifacts: readonly string[];
  readonly tests: { readonly total: number; readonly failed: number; readonly skipped: number };
  readonly mails: readonly { readonly to: string; readonly subject: string; readonly body: string }[];
  readonly upstream: readonly BuildId[];
  readonly downstream: readonly BuildId[];
  /** How often the program was saved and resumed. */
  readonly restarts: number;
  readonly seconds: number;
}

/** A job of the controller, defined by data or by Job DSL. */
export interface JobInfo extends JobConfig {
  readonly displayName?: string;
  readonly description?: string;
  /** All calls of the Job DSL script, nested. */
  readonly calls?: readonly DslCall[];
}

/** One recorded call of a Job DSL script. */
export interface DslCall {
  readonly method: string;
  readonly arguments: readonly unknown[];
  readonly body?: readonly DslCall[];
}
