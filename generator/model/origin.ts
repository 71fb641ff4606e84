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
  /** The platform's default that gave it: `defaults.kinds.image.engine`, at the line of `at`. */
  readonly inherited?: string;
  /** The platform's defaults that it was put in place of, the nearest first. */
  readonly replaced?: readonly { readonly key: string; readonly at: Position }[];
  /** What the platform lets a service do with it. */
  readonly lock?: { readonly key: string; readonly may: "replace" | "append" | "closed"; readonly at?: Position };
}

/** Origins by model path: `services/shop/stages/image/engine` → the line that says so. */
export type Origins = ReadonlyMap<string, Origin>;
