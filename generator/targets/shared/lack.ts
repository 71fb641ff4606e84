/** Something of a spec that a CI product cannot give, or gives in part. */
export interface Lack {
  /** The value in the model, to find its line: `services/shop/stages/prod/approval/count`. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
  /** True if the pipeline still works; the message then states the consequence. */
  readonly partly: boolean;
}

/** How a product, such as `GitHub Actions`, reports what it cannot give. */
export function lacksOf(product: string) {
  return {
    /** Something that the generated files would have to do without. */
    lacks: (path: string, message: string, hint: string): Lack => ({
      ...{ path, message: `${product} cannot give this: ${message}`, hint, partly: false },
    }),
    /** Something that works in another way. */
    differs: (path: string, message: string, hint: string): Lack => ({
      ...{ path, message: `on ${product}, ${message}`, hint, partly: true },
    }),
  };
}

/** The entry of a list if a condition is true. */
export function when<T>(condition: boolean, entry: () => T): T[] {
  return condition ? [entry()] : [];
}
