/** What a rehearsal is given and what it gives back: the contract between the TypeScript client and the JVM. */

/** A shared library as configured on the controller (global, or in a folder). */
export interface LibraryConfig {
  /** The name that `@Library('name@version')` asks for. */
  readonly name: string;
  /** The directory that holds `vars/`, `src/` and `resources/`. */
  readonly root: string;
  /** The only version that may be asked for; without it any version resolves. */
  readonly version?: string;
  /** A trusted global library is not sandboxed; a folder library is. */
  readonly trusted?: boolean;
  /** The folder that owns the library (`/shop`); jobs elsewhere do not see it. */
  readonly folder?: string;
  /** Loaded without `@Library`, in each build that sees it. */
  readonly implicit?: boolean;
}

/** An agent of the simulated controller: a directory, a home and an environment on this machine. */
export interface AgentConfig {
  readonly name: string;
  readonly labels: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How many builds may hold it at once; 4 unless told. */
  readonly executors?: number;
  /** The agent stands for pods: `podTemplate`, `POD_LABEL` and declarative `kubernetes` run here. */
  readonly kubernetes?: boolean;
  /** What `container('NAME')` puts before the shell and in its environment. */
  readonly containers?: Readonly<Record<string, ContainerConfig>>;
}

/** How scripts of one container are run; without it they run as the agent does. */
export interface ContainerConfig {
  /** Words put before the shell, such as `['chroot', '/srv/kaniko']`. */
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A credential, visible in its folder and below. */
export type CredentialConfig = { readonly id: string /** `/` unless told. */; readonly folder?: string } & (
  | { readonly kind: "usernamePassword"; readonly username: string; readonly password: string }
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

/** A job given as data; the same as one made by a Job DSL script. */
export interface JobConfig {
  /** The full path, `/shop/shop-build`. */
  readonly path: string;
  /** The Jenkinsfile, below `pipelines`; of a multibranch build in its branch. */
  readonly scriptPath?: string;
  /** The pipeline's text, instead of `scriptPath`. */
  readonly script?: string;
  readonly parameters?: readonly JobParameter[];
  /** Jobs that may copy this job's artifacts: exact paths, or `/x/y/*`. */
  readonly copyArtifactPermission?: readonly string[];
  readonly disableConcurrentBuilds?: boolean;
  /** A multibranch project: builds name a branch, a tag or a pull request. */
  readonly multibranch?: boolean;
  /** What `checkout scm` gets: a real git repository, on this machine or on a server. */
  readonly scm?: { readonly url: string; readonly branch?: string; readonly credentialsId?: string };
}

/** A scripted answer to an `input` step. */
export interface InputAnswer {
  /** The job that asks; any job unless told. */
  readonly job?: string;
  /** Must equal the input's id or be part of its message, where given. */
  readonly match?: string;
  readonly submitter?: string;
  /** Groups of the submitter, for the check against `submitter: 'group'`. */
  readonly groups?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | boolean>>;
  /** Answers with "Abort". */
  readonly abort?: boolean;
  /** Nobody answers: the build waits until a timeout or an abort ends it. */
  readonly wait?: boolean;
  /** May be used once only; it answers every matching input unless told. */
  readonly once?: boolean;
}

/** One simulated Jenkins. */
export interface ControllerConfig {
  /** Holds agents, workspaces, builds, archives and stashes; it is created. */
  readonly home: string;
  readonly libraries?: readonly LibraryConfig[];
  /** The root that `scriptPath` is resolved against; without one, plain jobs too read it from the repository of their `scm`. */
  readonly pipelines?: string | null;
  /** Paths of Job DSL scripts, run in this order against a strict recorder. */
  readonly jobDsl?: readonly string[];
  readonly jobs?: readonly JobConfig[];
  readonly agents?: readonly AgentConfig[];
  /** Environment of every `sh`, on every agent. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly credentials?: readonly CredentialConfig[];
  readonly lockableResources?: readonly { readonly name: string; readonly labels?: readonly string[] }[];
  readonly inputs?: readonly InputAnswer[];
  /** Runs Jenkinsfiles, and libraries that are not trusted, against the sandbox's whitelist. */
  readonly sandbox?: boolean;
  /** A directory with whitelist files in script-security's format; a small list of the runner's own otherwise. */
  readonly whitelists?: string;
  /** Serialize, drop, reload and resume the program: never, or whenever a step has finished. */
  readonly restart?: "never" | "every-step";
  /** Restart only after the steps with these numbers (from 0). */
  readonly restartAt?: readonly number[];
  /** `http://jenkins.example/` unless told. */
  readonly url?: string;
  /** Makes `sleep`, `retry` and polling short in tests: a factor for waits, 1 unless told. */
  readonly timeScale?: number;
}

/** What starts a build. */
export interface BuildRequest {
  readonly job: string;
  readonly parameters?: Readonly<Record<string, string | boolean | number>>;
  /** Who pressed the button; builds are started by a timer otherwise. */
  readonly user?: string;
  /** Multibranch: the branch, as in the branch job's name. */
  readonly branch?: string;
  /** Multibranch: the pull request's number. */
  readonly changeId?: string;
  /** The pull request's target branch; `main` unless told. */
  readonly changeTarget?: string;
  /** The pull request comes from a fork: not trusted, so the target branch's Jenkinsfile runs. */
  readonly fork?: boolean;
  readonly tag?: string;
  /** Multibranch: the application's files, where its Jenkinsfile is read from (otherwise the job's `scm`). */
  readonly checkout?: string;
}

/** Names one build. */
export interface BuildId {
  readonly job: string;
  readonly number: number;
}

/** One step as it was called; the order is the order of execution. */
export interface TraceEntry {
  readonly step: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Enclosing stages, joined by ` / `; parallel branches included. */
  readonly stage: string;
  readonly agent: string;
  readonly container: string;
}

/** Jenkins' results. */
export type BuildOutcome = "SUCCESS" | "UNSTABLE" | "FAILURE" | "NOT_BUILT" | "ABORTED";

/** All there is to know about a build. */
export interface BuildResult {
  readonly job: string;
  readonly number: number;
  readonly building: boolean;
  readonly result: BuildOutcome | null;
  readonly displayName: string;
  readonly description: string | null;
  /** Whether the discarder leaves it. */
  readonly kept: boolean;
  readonly log: string;
  readonly trace: readonly TraceEntry[];
  /** The last error's sentence, where the build failed. */
  readonly error: string | null;
  /** CPS mismatches, and calls outside of the sandbox: each fails the build. */
  readonly violations: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly artifactsDir: string;
  readonly artifacts: readonly string[];
  readonly tests: { readonly total: number; readonly failed: number; readonly skipped: number };
  readonly mails: readonly { readonly to: string; readonly subject: string; readonly body: string }[];
  readonly upstream: readonly BuildId[];
  readonly downstream: readonly BuildId[];
  /** How often the program was serialized and resumed. */
  readonly restarts: number;
  readonly seconds: number;
}

/** A job as the controller knows it, from data or from Job DSL. */
export interface JobInfo extends JobConfig {
  readonly displayName?: string;
  readonly description?: string;
  /** Everything that the Job DSL script called, as nested calls. */
  readonly calls?: readonly DslCall[];
}

/** One recorded call of a Job DSL script. */
export interface DslCall {
  readonly method: string;
  readonly arguments: readonly unknown[];
  readonly body?: readonly DslCall[];
}
