import type { CompileInput } from "../compile.ts";
/** The compile cache. */
export interface Memory {
  readonly folder: string;
  /** The identity of this build of stagewright. */
  readonly build: string;
  /** The folder of the key that signs cache files; default: the user's state folder. */
  readonly keyFolder?: string;
}

/** The environment of a command: current folder, output, date. Tests pass their own. */
export interface Console {
  readonly folder: string;
  /** Writes results to standard output: text, or bytes that need not be UTF-8. */
  readonly print: (text: string | Uint8Array) => void;
  /** Writes findings and notes to standard error. */
  readonly warn: (text: string) => void;
  /** Replaces the progress line; null removes it. Only a terminal shows progress. */
  readonly progress: (what: string | null) => void;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Today's date, used for waivers: `2026-11-25`. */
  readonly today: string;
  /** Null disables the cache. */
  readonly memory: Memory | null;
  /** The tool's version. */
  readonly version: string;
}

/** 0: success. 1: findings, changed output or invalid input. 2: stagewright or the system failed. */
export type ExitCode = 0 | 1 | 2;

/** Options of every command. */
export interface Options {
  /** The platform spec, relative to the current folder. */
  readonly spec: string;
  /** The output folder; default: the spec's `pipelines.directory`. */
  readonly out?: string;
  /** The date used for waivers; default: the console's. */
  readonly today?: string;
  /** The CI product for this run; default: the spec's `target`. */
  readonly target?: CompileInput["target"];
  readonly quiet: boolean;
  readonly format: "text" | "json" | "sarif";
}
