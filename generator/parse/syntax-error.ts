import type { YAMLError } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Span } from "./document.ts";
import { closingOf, openingBefore } from "./open-bracket.ts";

type Place = (from: number, to: number) => Span;

/** A syntax error with the text around it. */
interface Failing {
  readonly error: YAMLError;
  readonly text: string;
  readonly place: Place;
}

/** Explains a syntax error of the YAML library: names the likely cause and the place where the mistake was made. */
export function describeSyntaxError(error: YAMLError, text: string, place: Place): Diagnostic {
  const failing = { error, text, place };
  const cause = likelyCause(failing);
  if (cause !== null) return cause;
  const span = place(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1));
  return finding("SW101", span, `YAML syntax error: ${firstSentence(error.message)}`);
}

function likelyCause(failing: Failing): Diagnostic | null {
  return (
    conflictMarker(failing) ??
    unsupportedTag(failing) ??
    emptyAlias(failing) ??
    starValue(failing) ??
    tab(failing) ??
    reservedStart(failing) ??
    unclosed(failing) ??
    flowValue(failing) ??
    missingColon(failing) ??
    missingSpace(failing) ??
    colonInValue(failing) ??
    indentation(failing)
  );
}

function conflictMarker({ error, text, place }: Failing): Diagnostic | null {
  const { text: line, offset } = lineAt(text, error.pos[0]);
  const [marker] = /^(?:<{7}|={7}|>{7}|\|{7})(?= |\r?$)/.exec(line) ?? [];
  if (marker === undefined) return null;
  const span = place(offset, offset + marker.length);
  return finding("SW101", span, "this line is a marker of a merge conflict", { hint: "resolve the conflict" });
}

function unsupportedTag({ error, place }: Failing): Diagnostic | null {
  if (error.code !== "TAG_RESOLVE_FAILED") return null;
  const span = place(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1));
  return finding("SW109", span, "YAML tags are not supported", { hint: "remove the tag" });
}

function emptyAlias({ error, place }: Failing): Diagnostic | null {
  if (error.code !== "BAD_ALIAS") return null;
  const hint = "quote it: '*'";
  return finding("SW103", place(error.pos[0], error.pos[0] + 1), 'an unquoted "*" is a YAML alias without a name', {
    hint,
  });
}

/** Of a schedule that begins with a star, YAML reads the first part as an alias, and reports the next one. */
function starValue({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "UNEXPECTED_TOKEN" || !error.message.includes("alias")) return null;
  const { text: line, offset } = lineAt(text, error.pos[0]);
  const start = /[:,[{-] +(?=\*\S)/.exec(line.slice(0, error.pos[0] - offset));
  if (start === null) return null;
  const at = offset + start.index + start[0].length;
  return finding("SW101", place(at, at + 1), 'an unquoted value cannot start with "*"', { hint: "quote the value" });
}

function tab({ error, place }: Failing): Diagnostic | null {
  if (error.code !== "TAB_AS_INDENT") return null;
  const span = place(error.pos[0], error.pos[0] + 1);
  return finding("SW101", span, "this line is indented with a tab", { hint: "indent with spaces" });
}

function reservedStart({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "BAD_SCALAR_START") return null;
  const char = JSON.stringify(text.charAt(error.pos[0]));
  const span = place(error.pos[0], error.pos[0] + 1);
  return finding("SW101", span, `an unquoted value cannot start with ${char}`, { hint: "quote the value" });
}

/** A missing bracket or quote is found on a later line. It is reported where it was opened. */
function unclosed({ error, text, place }: Failing): Diagnostic | null {
  if (!/^Flow |^Missing closing|^Expected flow/.test(error.message)) return null;
  const opening = openingBefore(text, error.pos[0] + 1);
  if (opening === null) return null;
  const { char, offset } = opening;
  const hint = `add the missing ${closingOf(char)}`;
  return finding("SW101", place(offset, offset + 1), `this ${char} is not closed`, { hint });
}

/** In braces, a value ends at a comma: `{ id: build kind: source }` and `{ note: Skip: all }` have a second colon before it. */
function flowValue({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "BLOCK_IN_FLOW") return null;
  const rest = text.slice(error.pos[0], error.pos[0] + 500).split("\n")[0] ?? "";
  const [value, before = "", key] = /^([^,:{}[\]]*?)([A-Za-z][\w-]*): [^,}\]]*/.exec(rest) ?? [];
  if (value === undefined || key === undefined) return null;
  const span = (from: number, length: number) => place(error.pos[0] + from, error.pos[0] + from + length);
  // A word and a colon within a command or a text are no key of a spec.
  if (!/^\S+ $/.test(before))
    return finding(
      "SW101",
      span(0, value.trimEnd().length),
      'this value contains ": ", which YAML reads as another key',
      {
        hint: "quote the value",
      },
    );
  const hint = `add a comma before "${key}", or quote the value`;
  return finding("SW101", span(before.length, key.length), `a comma is missing before "${key}:"`, { hint });
}

/** `stages` in a line of its own, before the lines of its value. */
function missingColon({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "MULTILINE_IMPLICIT_KEY") return null;
  const { text: line, offset } = lineAt(text, error.pos[0]);
  const [, indent = "", key] = /^(\s*(?:- +)?)([A-Za-z]\w*)\s*$/.exec(line) ?? [];
  if (key === undefined) return null;
  const from = offset + indent.length;
  return finding("SW101", place(from, from + key.length), `a colon is missing after "${key}"`, {
    hint: `write ${key}:`,
  });
}

/** `owner:platform` is a text, not a key with a value. */
function missingSpace({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "MULTILINE_IMPLICIT_KEY" && error.code !== "MISSING_CHAR") return null;
  const line = lineAt(text, error.pos[0]);
  return spaceMissing(line.text, (from, to) => place(line.offset + from, line.offset + to));
}

/** Reports `key:value` in a line that should be `key: value`; null for any other line. */
export function spaceMissing(line: string, place: Place): Diagnostic | null {
  const [, before = "", key, value = ""] = /^(\s*(?:- +)?)([A-Za-z][\w-]*):([^\s:/].*?)\s*$/.exec(line) ?? [];
  if (key === undefined) return null;
  const span = place(before.length, before.length + key.length + 1);
  return finding("SW101", span, `a space is missing after "${key}:"`, { hint: `write ${key}: ${value}` });
}

function colonInValue({ error, text, place }: Failing): Diagnostic | null {
  if (error.code !== "BLOCK_AS_IMPLICIT_KEY") return null;
  const { text: line, offset } = lineAt(text, error.pos[0]);
  const from = error.pos[0] - offset;
  const [value] = /^[^#]*?\S:\s+\S.*$/.exec(line.slice(from)) ?? [];
  if (value === undefined || !/:\s/.test(line.slice(0, from))) return null;
  const span = place(error.pos[0], error.pos[0] + value.trimEnd().length);
  return finding("SW101", span, 'this value contains ": ", which YAML reads as another key', {
    hint: "quote the value",
  });
}

const INDENTATION = new Set(["BAD_INDENT", "BLOCK_AS_IMPLICIT_KEY", "MISSING_CHAR", "MULTILINE_IMPLICIT_KEY"]);

/** Names the two lines whose indentation differs. */
function indentation({ error, text, place }: Failing): Diagnostic | null {
  if (!INDENTATION.has(error.code)) return null;
  const lines = text.split("\n");
  const isContent = (line: string | undefined) => line !== undefined && /^\s*[^\s#]/.test(line);
  const at = text.slice(0, error.pos[0]).split("\n").length - 1;
  const next = lines.findIndex((line, index) => index > at && isContent(line));
  // The library reports a line that is indented more deeply at the line before it.
  const deeper = next !== -1 && indentOf(lines[next]) > indentOf(lines[at]) && /\S:\s+\S/.test(lines[at] ?? "");
  const wrong = deeper ? next : at;
  const before = lines.findLastIndex((line, index) => index < wrong && isContent(line));
  const [mine, other] = [indentOf(lines[wrong]), contentIndentOf(lines[before], lines[wrong])];
  if (before === -1 || mine === other) return null;
  const offset = lines.slice(0, wrong).join("\n").length + (wrong === 0 ? 0 : 1) + mine;
  const message = `line ${wrong + 1} is indented with ${spaces(mine)}, line ${before + 1} with ${other}`;
  const hint = "keys and list items of the same level start in the same column";
  return finding("SW101", place(offset, offset + (lines[wrong] ?? "").trim().length), message, { hint });
}

function indentOf(line = ""): number {
  return line.length - line.trimStart().length;
}

/** Where the content of a line starts; after `- ` if the other line is not a list item. */
function contentIndentOf(line = "", other = ""): number {
  const dash = other.trimStart().startsWith("-") ? "" : "(?:- +)*";
  return new RegExp(`^ *${dash}`).exec(line)?.[0].length ?? 0;
}

function spaces(count: number): string {
  return `${count} ${count === 1 ? "space" : "spaces"}`;
}

function lineAt(text: string, offset: number): { readonly text: string; readonly offset: number } {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { text: text.slice(start, end === -1 ? text.length : end), offset: start };
}

function firstSentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1);
}
