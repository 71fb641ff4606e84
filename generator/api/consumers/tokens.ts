import { type Place, Source } from "./source.ts";

/** A piece of Groovy that means something; comments and blanks are none. */
export interface Token extends Place {
  readonly kind: "name" | "text" | "number" | "sign" | "newline";
  /** As written; of a text, what it holds. */
  readonly text: string;
  /** Characters of its first line. */
  readonly length: number;
  /** The code in a text's `${…}`, each on its own. */
  readonly parts: readonly (readonly Token[])[];
}

/** After these a slash divides; anywhere else it opens a text. */
const ENDS_VALUE = new Set([")", "]", "}"]);
const KEYWORDS_BEFORE_VALUE = new Set(["return", "in", "case", "assert", "throw", "else"]);
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SLASHY = /\/(\\.|[^/\\\n])+\//y;
const NUMBER = /(0[xX][0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9][0-9_]*)?([eE][+-]?[0-9]+)?)[gGlLiIdDfF]?/y;

/** Cuts Groovy into tokens. Tolerant: what is not Groovy becomes signs, an open text ends where the file does. */
export function tokenize(text: string): Token[] {
  const source = new Source(text);
  if (text.startsWith("#!")) source.skipLine();
  return readTokens(source, null);
}

/** Up to the brace that closes, where one is waited for. */
function readTokens(source: Source, closing: "}" | null): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  while (!source.done) {
    if (skipped(source)) continue;
    if (closing !== null && depth === 0 && source.at(closing)) break;
    const token = readToken(source, tokens.at(-1));
    if (token.text === "{" && token.kind === "sign") depth += 1;
    if (token.text === "}" && token.kind === "sign") depth -= 1;
    tokens.push(token);
  }
  return tokens;
}

/** Blanks, comments, and a line that goes on in the next. */
function skipped(source: Source): boolean {
  if (source.at("//")) source.skipLine();
  else if (source.at("/*")) source.skipPast("*/", 2);
  else if (source.match(/[^\S\n]+/y) !== null) return true;
  else if (source.match(/\\\r?\n/y) === null) return false;
  return true;
}

function readToken(source: Source, before: Token | undefined): Token {
  const place = source.place();
  if (source.match(/\n/y) !== null) return { ...place, kind: "newline", text: "\n", length: 1, parts: [] };
  const open = openingOf(source, before);
  if (open !== null) return readText(source, open);
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
  /** What takes the meaning from the character after it. */
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
  // Groovy lets it go on over lines; a slash without its other half is far more often a division.
  return isValue(before) || !source.looksAt(SLASHY) ? null : opening;
}

function isValue(token: Token | undefined): boolean {
  if (token === undefined || token.kind === "newline") return false;
  if (token.kind === "sign") return ENDS_VALUE.has(token.text);
  return token.kind !== "name" || !KEYWORDS_BEFORE_VALUE.has(token.text);
}

function readText(source: Source, { open, close, escaped, interpolated }: Opening): Token {
  const place = source.place();
  const parts: Token[][] = [];
  source.skip(open.length);
  let text = "";
  while (!source.done && !source.at(close)) {
    // A text of one line that never ends would swallow the file.
    if (open.length === 1 && open !== "/" && source.at("\n")) break;
    if (source.at(escaped) && !(escaped === "$" && source.at("${"))) text += source.skip(1) + source.skip(1);
    else if (interpolated && source.at("${")) {
      source.skip(2);
      parts.push(readTokens(source, "}"));
      source.skip(1);
    } else text += source.skip(1);
  }
  source.skip(source.at(close) ? close.length : 0);
  return { ...place, kind: "text", text, length: source.lengthSince(place), parts };
}
