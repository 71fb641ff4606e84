import { hideSecrets } from "./secret-forms.ts";

/** A value for a message: quoted, with invisible characters escaped, without what has the form of a secret, at most 60 characters. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  const text = visible(JSON.stringify(typeof value === "string" ? hideSecrets(value, () => "…") : value));
  return text.length > 60 ? `${[...text].slice(0, 57).join("")}…` : text;
}

/** A text for one line of a terminal: characters that move the cursor, change colors or reverse the direction are escaped. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** A value as text; a list or mapping as JSON, because mappings of a spec have no prototype and no `toString`. */
export function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
