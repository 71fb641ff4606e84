import { closest, distance } from "fastest-levenshtein";

/**
 * The known name that a misspelled name most likely means: at most a third of its letters differ, or two letters are
 * swapped. Null if no name is similar.
 */
export function nearestName(name: string, known: readonly string[]): string | null {
  // The distance of long texts is expensive to compute.
  if (known.length === 0 || name.length > 100) return null;
  const near = closest(name, [...known]);
  const errors = distance(name, near);
  const swapped = errors === 2 && [...name].sort().join("") === [...near].sort().join("");
  return swapped || errors <= Math.max(1, Math.floor(name.length / 3)) ? near : null;
}

/** `did you mean "shop"?` for a misspelled name; undefined if no known name is similar. */
export function didYouMean(name: string, known: readonly string[]): string | undefined {
  const near = nearestName(name, known);
  return near === null ? undefined : `did you mean "${near}"?`;
}

/** Known names for a hint or message: `one of a, b, c`. Lists at most 24 names. */
export function oneOf(names: readonly string[]): string {
  const sorted = [...names].sort();
  const shown = sorted.slice(0, 24).join(", ");
  if (sorted.length === 0) return "none is defined";
  if (sorted.length === 1) return `only ${shown}`;
  return `one of ${shown}${sorted.length > 24 ? ` and ${sorted.length - 24} more` : ""}`;
}
