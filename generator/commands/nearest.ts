import { closest, distance } from "fastest-levenshtein";

/** Returns `did you mean shop?` if a known name is similar, else the list of known names; null if there are none. */
export function nearest(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const near = closest(given, known);
  if (distance(near, given) <= Math.max(2, given.length / 3)) return `did you mean ${near}?`;
  return `one of ${[...known].sort().join(", ")}`;
}
