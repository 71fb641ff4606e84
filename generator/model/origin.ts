/** A place in a spec file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The origin of a value of the model: a line of a spec, or a built-in default. */
export interface Origin {
  readonly kind: "spec" | "default";
  /** The spec key, as its users write it: `stages.image.engine`, `registries.harbor.host`. */
  readonly key: string;
  /** Missing for a built-in default. */
  readonly at?: Position;
  /** Number of characters of the value on the line of `at`. Missing for a built-in default. */
  readonly length?: number;
  /** The platform's default that set it: `defaults.kinds.image.engine`, at the line of `at`. */
  readonly inherited?: string;
  /** The platform's defaults that it overrides, the nearest first. */
  readonly replaced?: readonly { readonly key: string; readonly at: Position }[];
  /** Whether and how the platform lets a service change it. */
  readonly lock?: {
    readonly key: string;
    readonly may: "replace" | "append" | "tighten" | "closed";
    readonly at?: Position;
  };
}

/** Origins by model path: `services/shop/stages/image/engine` → the line that sets the value. */
export interface Origins extends Iterable<readonly [path: string, origin: Origin]> {
  get(path: string): Origin | undefined;
  has(path: string): boolean;
}
