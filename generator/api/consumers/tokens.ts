import { type Place, Source } from "./source.ts";

/** A token of Groovy code; comments and blanks are not tokens. */
export interface Token extends Place {
  readonly kind: "name" | "text" | "number" | "sign" | "newline";
  /** The source code; for a text, its content without quotes. */
  readonly text: string;
  /** The number of characters on its first line. */
  readonly length: number;
  /** The tokens of each `${…}` in a text. */
  readonly parts: readonly (readonly Token[])[];
}

/** After these signs a slash divides; elsewhere it starts a text. */
const ENDS_VALUE = new Set([")", "]", "}"]);
const KEYWORDS_BEFORE_VALUE = new Set(["return", "in", "case", "assert", "throw", "else"]);
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SLASHY = /\/(\\.|[^/\\\n])+\//y;
const NUMBER = /(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9][0-9_]*)?([eE][+-]?[0-9]+)?)[gGlLiIdDfF]?/y;

/** Texts in `${…}` of texts have fewer levels: each one is a call of the reader, and the stack has an end. */
const DEEPEST = 50;

/** Splits Groovy into tokens. Tolerates errors: unknown characters become signs, and an unclosed text ends with the file. */
export function tokenize(text: string): Token[] {
  const source = new Source(text);
  if (text.startsWith("#!")) source.skipLine();
  return readTokens(source, null, 0);
}

/** Reads tokens up to the `closing` brace, or to the end of the source. */
function readTokens(source: Source, closing: "}" | null, level: number): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  while (!source.done) {
    if (skipped(source)) continue;
    if (closing !== null && depth === 0 && source.at(closing)) break;
    const token = readToken(source, tokens.at(-1), level);
    if (token.text === "{" && token.kind === "sign") depth += 1;
    if (token.text === "}" && token.kind === "sign") depth -= 1;
    tokens.push(token);
  }
  return tokens;
}

/** Skips blanks, comments and line continuations; returns whether it skipped any. */
function skipped(source: Source): boolean {
  if (source.at("//")) source.skipLine();
  else if (source.at("/*")) source.skipPast("*/", 2);
  else if (source.match(/[^\S\n]+/y) !== null) return true;
  else if (source.match(/\\\r?\n/y) === null) return false;
  return true;
}

function readToken(source: Source, before: Token | undefined, level: number): Token {
  const place = source.place();
  if (source.match(/\n/y) !== null) return { ...place, kind: "newline", text: "\n", length: 1, parts: [] };
  const open = openingOf(source, before);
  if (open !== null) return readText(source, open, level);
  const name = source.match(NAME);
  if (name !== null) return { ...place, kind: "name", text: name, length: name.length, parts: [] };
  const number = source.match(NUMBER);
  if (number !== null) return { ...place, kind: "number", text: number, length: number.length, parts: [] };
  const sign = source.match(/->|\?\.|\*:|\*\.|\.&|==~|=~|[=!<>]=|&&|\|\||[\s\S]/y) ?? "";
  return { ...place, kind: "sign", text: sign, length: sign.length, parts: [] };
}

interface Opening {
  readonly open: string;
  readonly close: string;
  /** The escape character. */
  readonly escaped: string;
  readonly interpolated: boolean;
}

const OPENINGS: readonly Opening[] = [
  { open: "'''", close: "'''", escaped: "\\", interpolated: false },
  { open: '"""', close: '"""', escaped: "\\", interpolated: true },
  { open: "'", close: "'", escaped: "\\", interpolated: false },
  { open: '"', close: '"', escaped: "\\", interpolated: true },
  { open: "$/", close: "/$", escaped: "$", interpolated: true },
  { open: "/", close: "/", escaped: "\\", interpolated: true },
];

function openingOf(source: Source, before: Token | undefined): Opening | null {
  const opening = OPENINGS.find(({ open }) => source.at(open)) ?? null;
  if (opening?.open !== "/") return opening;
  // Groovy allows several lines here, but a slash without a second one on its line is almost always a division.
  return isValue(before) || !source.looksAt(SLASHY) ? null : opening;
}

function isValue(token: Token | undefined): boolean {
  if (token === undefined || token.kind === "newline") return false;
  if (token.kind === "sign") return ENDS_VALUE.has(token.text);
  return token.kind !== "name" || !KEYWORDS_BEFORE_VALUE.has(token.text);
}

function readText(source: Source, { open, close, escaped, interpolated }: Opening, level: number): Token {
  const place = source.place();
  const parts: Token[][] = [];
  source.skip(open.length);
  let text = "";
  while (!source.done && !source.at(close)) {
    // Ends an unclosed one-line text at its line, so that it does not include the rest of the file.
    if (open.length === 1 && open !== "/" && source.at("\n")) break;
    if (source.at(escaped) && !(escaped === "$" && source.at("${"))) text += source.skip(1) + source.skip(1);
    else if (interpolated && level < DEEPEST && source.at("${")) {
      source.skip(2);
      parts.push(readTokens(source, "}", level + 1));
      source.skip(1);
    } else text += source.skip(1);
  }
  source.skip(source.at(close) ? close.length : 0);
  return { ...place, kind: "text", text, length: source.lengthSince(place), parts };
}
