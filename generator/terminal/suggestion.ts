import { didYouMean, oneOf } from "../diagnostics/suggest.ts";

/** `did you mean "shop"?` for a misspelled name, otherwise the known names; null if there are none. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  return didYouMean(name, known) ?? oneOf(known);
}
