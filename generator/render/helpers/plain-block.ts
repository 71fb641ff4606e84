/**
 * Texts that are plain in YAML 1.1 and 1.2 outside of brackets: names, paths, addresses and words. A colon is followed by
 * another character, and a space by a word.
 */
const TEXT = /^[A-Za-z](?:[\w./@-]|:(?=[\w/])| (?=\w))*$/;

/** Values that begin with a letter and are no text. */
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n|e-?\d+)$/i;

/** Longer keys have another syntax. */
const longestKey = 100;

/** Whether a text needs no quotes. */
export function isPlainText(text: string): boolean {
  return TEXT.test(text) && !WORDS.test(text);
}

/**
 * A list or a mapping with plain values as YAML, with the text that the YAML library writes; null for other values. The
 * library takes ten times as long.
 */
export function plainBlock(value: object): string | null {
  const lines = linesOf(value);
  return lines === null || lines.length === 0 ? null : lines.join("\n");
}

/** The lines of a list or a mapping; none if it is empty, null if a value is not plain. */
function linesOf(value: object): string[] | null {
  const lines: string[] = [];
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    if (!isList && (key.length > longestKey || !isPlainText(key))) return null;
    const own = isList ? itemLines(item) : entryLines(key, item);
    if (own === null) return null;
    lines.push(...own);
  }
  return lines;
}

function itemLines(item: unknown): string[] | null {
  const inline = inlineText(item);
  if (inline !== null) return [`- ${inline}`];
  const inner = typeof item === "object" && item !== null ? linesOf(item) : null;
  return inner?.map((line, index) => `${index === 0 ? "- " : "  "}${line}`) ?? null;
}

function entryLines(key: string, item: unknown): string[] | null {
  const inline = inlineText(item);
  if (inline !== null) return [`${key}: ${inline}`];
  const inner = typeof item === "object" && item !== null ? linesOf(item) : null;
  return inner === null ? null : [`${key}:`, ...inner.map((line) => `  ${line}`)];
}

/** A value on the line of its key; null for lists and mappings with values, and for values that are not plain. */
function inlineText(item: unknown): string | null {
  if (typeof item === "string") return isPlainText(item) ? item : null;
  if (typeof item === "boolean" || item === null) return String(item);
  if (Number.isSafeInteger(item) && !Object.is(item, -0)) return String(item);
  if (typeof item !== "object" || Object.keys(item).length > 0) return null;
  return Array.isArray(item) ? "[]" : "{}";
}
