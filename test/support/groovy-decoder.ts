/** Decodes a Groovy 2.4 expression of single-quoted literals like the lexer. */
export function decodeGroovyString(source: string): string {
  const inner = source.startsWith("(") ? source.slice(1, -1) : source;
  let rest = unescapeReader(inner);
  let result = "";
  for (;;) {
    const match = /^'((?:[^'\\\n\r]|\\.)*)'/s.exec(rest);
    if (!match) throw new Error(`not a literal: ${rest.slice(0, 60)}`);
    result += unescapeLexer(match[1] ?? "");
    rest = rest.slice(match[0].length);
    if (rest === "") return result;
    if (!rest.startsWith(" + ")) throw new Error(`text after the literal: ${rest.slice(0, 60)}`);
    rest = rest.slice(3);
  }
}

/** Groovy replaces `\uXXXX` while it reads the file, before it searches quotes; it ignores pairs of backslashes. */
function unescapeReader(source: string): string {
  const text = source.replace(/\\\\|\\u+([0-9a-fA-F]{4})|\\u/g, (all, hex?: string) => {
    if (all === "\\\\") return all;
    if (hex === undefined) throw new Error("a Unicode escape without four digits");
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  if (text.includes("\uffff")) throw new Error("the lexer takes U+FFFF for the end of the file");
  return text;
}

function unescapeLexer(body: string): string {
  const named: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "'": "'", '"': '"', "\\": "\\" };
  return body.replace(/\\(u([0-9a-f]{4})|.)/gs, (all, char: string, hex?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const value = named[char];
    if (value === undefined) throw new Error(`unknown escape ${all}`);
    return value;
  });
}
