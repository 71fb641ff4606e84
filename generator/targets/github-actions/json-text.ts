/**
 * JSON for a value of a workflow, in ASCII. GitHub evaluates `${{ … }}` anywhere in a workflow, so the text contains none: JSON
 * can write the dollar sign as an escape.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replaceAll("${{", "\\u0024{{")
    .replace(/[^\n -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
