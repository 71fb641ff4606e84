import { closest, distance } from "fastest-levenshtein";

/** `did you mean shop?`, where a known name is near; else what is known; null for nothing. */
export function nearest(given: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const near = closest(given, known);
  if (distance(near, given) <= Math.max(2, given.length / 3)) return `did you mean ${near}?`;
  return `one of ${[...known].sort().join(", ")}`;
}
