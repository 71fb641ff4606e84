import { closest, distance } from "fastest-levenshtein";

/** The name that a slip of a letter or two stands for; null where none is so near. */
export function nearest(name: string, names: readonly string[]): string | null {
  if (names.length === 0 || name.length > 100) return null;
  const near = closest(name, [...names]);
  return distance(name, near) <= (name.length < 5 ? 1 : 2) ? near : null;
}
