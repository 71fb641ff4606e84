import type { BuildRequest, JobConfig } from "../../../generator/rehearse/index.ts";
import type { Given } from "../support.ts";

/** A small pipeline, and how a real Jenkins (core 2.516.3) ran it. */
export interface Difference {
  readonly input: string;
  readonly script: string;
  /** The result that Jenkins gave; SUCCESS by default. */
  readonly result?: string;
  /** What the log of Jenkins contained. */
  readonly log?: string | RegExp | readonly (string | RegExp)[];
  /** What the log of Jenkins did not contain. */
  readonly not?: string | RegExp;
  readonly error?: string | RegExp;
  readonly sandbox?: boolean;
  readonly given?: Given;
  readonly job?: Partial<JobConfig>;
  readonly request?: Partial<BuildRequest>;
  /** Aborts the build when the log contains this text. */
  readonly abortAt?: string;
}

/** A pipeline whose body runs on an agent. */
export const onAgent = (body: string): string => `node('linux') {\n${body}\n}`;

/** A sandboxed pipeline that uses something the sandbox of Jenkins rejects. */
export const rejected = (input: string, what: string, script = input): Difference => ({
  input: `sandbox: ${input}`,
  script,
  sandbox: true,
  result: "FAILURE",
  error: `Scripts not permitted to use ${what}`,
});

/** A sandboxed pipeline that prints a value. */
export const permitted = (expression: string, value: string): Difference => ({
  input: `sandbox: ${expression}`,
  script: `echo '<' + (${expression}) + '>'`,
  sandbox: true,
  log: `<${value}>`,
});
