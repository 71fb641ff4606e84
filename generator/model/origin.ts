/** A place in a spec file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Where a value of the model came from: a line of a spec, or the product's own default. */
export interface Origin {
  readonly kind: "spec" | "default";
  /** The spec key, as its users write it: `stages.image.engine`, `registries.harbor.host`. */
  readonly key: string;
  /** Missing for a default that no line of a spec stands behind. */
  readonly at?: Position;
}

/** Origins by model path: `services/shop/stages/image/engine` → the line that says so. */
export type Origins = ReadonlyMap<string, Origin>;
