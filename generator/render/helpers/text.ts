import { checkData } from "../data.ts";
import { type HelperOptions, numberOption } from "./options.ts";

/** Text for a line comment in any language: on one line, without characters that end, nest or escape a comment. */
export function comment(value: unknown): string {
  return oneLine(String(value))
    .replaceAll("\\", "/") // Groovy reads a backslash and u as a character, in comments too
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("--", "- -"); // XML, HTML
}

/** Text for readers, on one line. */
export function inline(value: unknown): string {
  return oneLine(String(value));
}

/** Text for Markdown, also in table cells. */
export function markdown(value: unknown): string {
  return oneLine(String(value))
    .replace(/[\\`*_[\]<>|~#&]/g, (char) => `\\${char}`)
    .replace(/^([-+=]|\d+[.)])/, "\\$1");
}

/** Text as Markdown code, also in table cells. */
export function code(value: unknown): string {
  const text = oneLine(String(value)).replaceAll("|", "\\|");
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Text for the double quotes of a Mermaid label. */
export function mermaid(value: unknown): string {
  return oneLine(String(value)).replace(/[^\w ./:,()@-]/gu, (char) => `#${char.codePointAt(0)};`);
}

/** Indents each line that is not empty. */
export function indent(value: unknown, columns: number): string {
  return String(value).replace(/(?<=^|\n)(?=[^\r\n])/g, " ".repeat(columns));
}

/** JSON on several lines; `indent` applies to all lines except the first. */
export function json(value: unknown, options: HelperOptions): string {
  checkData(value);
  const text = JSON.stringify(value, null, 2);
  return text.replaceAll("\n", `\n${" ".repeat(numberOption(options, "indent", 0))}`);
}

/** `{{#if (eq a b)}}`. */
export function eq(left: unknown, right: unknown): boolean {
  return left === right;
}

/** Matches most texts, so check it first: the classes below are slow to create. */
const VISIBLE = /^[ -~\u00a1-\u00ac\u00ae-\u05ff\u2010-\u2027\u2190-\u21ff]*$/;

/** Replaces control and invisible characters with spaces, so that readers see the same text as machines. */
function oneLine(text: string): string {
  if (VISIBLE.test(text)) return text.trim();
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uffff]+/gu, " ").trim();
}

/** `{{plus margin 4}}`: a sum, for the margin of a partial. */
export function plus(one: number, other: number): number {
  return one + other;
}
