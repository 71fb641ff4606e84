/** Where a command reads and prints; a test hands in its own. */
export interface Console {
  readonly folder: string;
  /** Standard output: what was asked for. */
  readonly print: (text: string) => void;
  /** Standard error: diagnostics and notes. */
  readonly warn: (text: string) => void;
  /** What goes on, in place of what went on before; null when it is over. Nothing but a terminal shows it. */
  readonly progress: (what: string | null) => void;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** The day on which waivers are judged: `2026-11-25`. */
  readonly today: string;
  /** Where a run tells the next one what it compiled, and the very build that did; null where nothing is kept. */
  readonly memory: { readonly folder: string; readonly build: string } | null;
  /** The tool's version. */
  readonly version: string;
}

/** 0: clean. 1: findings, drift or bad input. 2: the tool or the machine failed. */
export type ExitCode = 0 | 1 | 2;

/** What every command takes. */
export interface Options {
  /** The platform spec, relative to the folder. */
  readonly spec: string;
  /** The output folder; the spec's `pipelines.directory` where it is missing. */
  readonly out?: string;
  /** The day on which waivers are judged; the console's where it is missing. */
  readonly today?: string;
  readonly quiet: boolean;
  readonly format: "text" | "json" | "sarif";
}
