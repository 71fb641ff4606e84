/** Something of a spec that GitHub Actions cannot give, or gives in part. */
export interface Lack {
  /** The value in the model, to find its line: `services/shop/stages/prod/approval/count`. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  /** True if the pipeline still works; the message then states the consequence. */
  readonly partly: boolean;
}

/** Something that the generated workflows would have to do without. */
export function lacks(path: string, message: string, hint: string): Lack {
  return { path, message: `GitHub Actions cannot give this: ${message}`, hint, partly: false };
}

/** Something that works in another way. */
export function differs(path: string, message: string, hint: string): Lack {
  return { path, message: `on GitHub Actions, ${message}`, hint, partly: true };
}

/** The entry of a list if a condition is true. */
export function when<T>(condition: boolean, entry: () => T): T[] {
  return condition ? [entry()] : [];
}
