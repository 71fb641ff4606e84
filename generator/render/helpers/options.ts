import { Bug } from "../../diagnostics/bug.ts";

/** The last argument of a helper: the named arguments of its call. */
export interface HelperOptions {
  readonly hash: Readonly<Record<string, unknown>>;
}

/** A named argument that is a number. */
export function numberOption(options: HelperOptions, name: string, fallback: number): number {
  const value = options.hash[name] ?? fallback;
  if (typeof value !== "number") throw new Bug(`the helper's "${name}" must be a number, not ${String(value)}`);
  return value;
}
