/** Something of a spec that a CI product cannot give, or gives in part. */
export interface Lack {
  /** The values in the model that can set it, to find its line: `services/shop/pin`, or else `library/pin`. */
  readonly paths: Paths;
  readonly message: string;
  readonly hint: string;
  /** True if the pipeline still works; the message then states the consequence. */
  readonly partly: boolean;
}

type Paths = readonly [string, ...string[]];

/** How a product, such as `GitHub Actions`, reports what it cannot give. */
export function lacksOf(product: string) {
  return {
    /** Something that the generated files would have to do without. */
    lacks: (path: string | Paths, message: string, hint: string): Lack => ({
      ...{ paths: pathsOf(path), message: `${product} cannot give this: ${message}`, hint, partly: false },
    }),
    /** Something that works in another way. */
    differs: (path: string | Paths, message: string, hint: string): Lack => ({
      ...{ paths: pathsOf(path), message: `on ${product}, ${message}`, hint, partly: true },
    }),
  };
}

function pathsOf(path: string | Paths): Paths {
  return typeof path === "string" ? [path] : path;
}

/** The entry of a list if a condition is true. */
export function when<T>(condition: boolean, entry: () => T): T[] {
  return condition ? [entry()] : [];
}
