/** A parameter of a step, as users call it. */
export interface StepParameter {
  readonly name: string;
  /** One sentence. */
  readonly text: string;
  /** A value that would do; it also gives a required parameter's type. */
  readonly example: string | number | boolean | readonly string[] | Readonly<Record<string, unknown>>;
  /** Missing for a required parameter; gives the type of an optional one. */
  readonly default?: string | number | boolean | readonly unknown[] | Readonly<Record<string, never>>;
}

/** A step of the library: the only source of its check, its help, api.json and the library's README. */
export interface StepTable {
  readonly name: string;
  readonly text: string;
  /** What it gives back; null for nothing. */
  readonly returns: string | null;
  readonly parameters: readonly StepParameter[];
}
