import { closest, distance } from "fastest-levenshtein";

/** The name with at most one or two typos of difference; null if there is none. */
export function nearest(name: string, names: readonly string[]): string | null {
  if (names.length === 0 || name.length > 100) return null;
  const near = closest(name, [...names]);
  return distance(name, near) <= (name.length < 5 ? 1 : 2) ? near : null;
}
