import { checkData } from "../data.ts";
import { type HelperOptions, numberOption } from "./options.ts";

/** Text for a line comment of any language: one line, without anything that ends, nests or escapes a comment. */
export function comment(value: unknown): string {
  return oneLine(String(value))
    .replaceAll("\\", "/") // Groovy reads a backslash and u as a character, in comments too
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll("--", "- -"); // XML, HTML
}

/** Text for people, on one line. */
export function inline(value: unknown): string {
  return oneLine(String(value));
}

/** Text for Markdown, in a table's cell too. */
export function markdown(value: unknown): string {
  return oneLine(String(value))
    .replace(/[\\`*_[\]<>|~#&]/g, (char) => `\\${char}`)
    .replace(/^([-+=]|\d+[.)])/, "\\$1");
}

/** Text as Markdown code, in a table's cell too. */
export function code(value: unknown): string {
  const text = oneLine(String(value)).replaceAll("|", "\\|");
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/** Text within the double quotes of a Mermaid label. */
export function mermaid(value: unknown): string {
  return oneLine(String(value)).replace(/[^\w ./:,()@-]/gu, (char) => `#${char.codePointAt(0)};`);
}

/** Indents each line that is not empty. */
export function indent(value: unknown, columns: number): string {
  return String(value).replace(/(?<=^|\n)(?=[^\r\n])/g, " ".repeat(columns));
}

/** JSON, over several lines; `indent` moves all lines but the first. */
export function json(value: unknown, options: HelperOptions): string {
  checkData(value);
  const text = JSON.stringify(value, null, 2);
  return text.replaceAll("\n", `\n${" ".repeat(numberOption(options, "indent", 0))}`);
}

/** `{{#if (eq a b)}}`. */
export function eq(left: unknown, right: unknown): boolean {
  return left === right;
}

/** What most texts are, checked first: the classes below take longer to make than all texts to search. */
const VISIBLE = /^[ -~\u00a1-\u00ac\u00ae-\u05ff\u2010-\u2027\u2190-\u21ff]*$/;

/** Control and invisible characters become spaces, or what a reader sees would not be what a machine reads. */
function oneLine(text: string): string {
  if (VISIBLE.test(text)) return text.trim();
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uffff]+/gu, " ").trim();
}

/** `{{plus margin 4}}`: a sum, for how far a partial's text is moved. */
export function plus(one: number, other: number): number {
  return one + other;
}
