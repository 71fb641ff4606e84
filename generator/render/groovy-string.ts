/** Maximum size of a constant in a class file in bytes, with a margin (the limit is 65,535). */
const MAX_CONSTANT_BYTES = 60_000;

const NAMED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
  // The lexer treats U+FFFF as the end of the file, even as an escape. An escaped backslash delays the escape until the
  // literal is read.
  "\uffff": "\\u005cuffff",
};

/**
 * Quotes text as a single-quoted Groovy 2.4 literal with exactly this text. The literal is plain ASCII, so it does not
 * depend on the encoding that a controller uses. This is the only function that turns text into Groovy.
 */
export function quoteGroovy(text: string): string {
  const literals = splitConstant(text).map((part) => `'${escapeText(part)}'`);
  const [only = "''"] = literals;
  return literals.length < 2 ? only : `(${literals.join(" + ")})`;
}

function escapeText(text: string): string {
  // Without the u flag, so that each half of a surrogate pair gets its own escape.
  return text.replace(/[^ -&(-[\]-~]/g, (char) => NAMED[char] ?? escapeUnicode(char));
}

function escapeUnicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function splitConstant(text: string): string[] {
  if (text.length * 3 <= MAX_CONSTANT_BYTES) return [text];
  const parts: string[] = [];
  let start = 0;
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const more = constantBytes(text.charCodeAt(index));
    if (bytes + more > MAX_CONSTANT_BYTES) {
      parts.push(text.slice(start, index));
      start = index;
      bytes = 0;
    }
    bytes += more;
  }
  return [...parts, text.slice(start)];
}

/** Bytes of one UTF-16 unit in a class file (modified UTF-8: NUL takes two, each half of a surrogate pair three). */
function constantBytes(unit: number): number {
  if (unit > 0x7ff) return 3;
  return unit > 0x7f || unit === 0 ? 2 : 1;
}
