import { closest, distance } from "fastest-levenshtein";

/** The known names, for a message: `one of a, b, c`; the first twenty-four of many. */
export function oneOf(names: readonly string[]): string {
  const sorted = [...names].sort();
  const shown = sorted.slice(0, 24).join(", ");
  if (sorted.length === 0) return "there is none";
  if (sorted.length === 1) return `only ${shown}`;
  return `one of ${shown}${sorted.length > 24 ? ` and ${sorted.length - 24} more` : ""}`;
}

/** `did you mean "x"?` where a known name is close enough to be a slip; undefined otherwise. */
export function didYouMean(text: string, names: readonly string[]): string | undefined {
  if (names.length === 0 || text.length > 100) return undefined;
  const near = closest(text, [...names]);
  return distance(text, near) <= Math.max(1, Math.floor(text.length / 3)) ? `did you mean "${near}"?` : undefined;
}

/** A value as it is shown in a message: text quoted, what nobody sees spelled out, cut after 60 characters, without the password of a URL. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const text = JSON.stringify(value)
    .replace(/:\/\/[^/@\s]*@/g, "://…@")
    .replace(/[\x7f-\x9f\u2028\u2029\p{Cf}]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
  return text.length > 60 ? `${[...text].slice(0, 57).join("")}…"` : text;
}
