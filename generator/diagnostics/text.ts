import picocolors from "picocolors";
import { slugOf } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { hideSecrets } from "./secret-forms.ts";

/** How to print findings; `width` is the width of the terminal in columns. */
export interface TextOptions {
  readonly color: boolean;
  readonly width: number;
}

/** Findings as text for users: place, code and message, the line with a caret under the text, related places, the hint. */
export function renderText(
  diagnostics: readonly Diagnostic[],
  sources: readonly { readonly path: string; readonly text: string }[],
  options: TextOptions,
): string {
  const lines = new Map(sources.map(({ path, text }) => [path, text.split(/\r?\n/)]));
  const paint = picocolors.createColors(options.color);
  const blocks = diagnostics.map((it) => {
    const { file, line, column } = it.at;
    const kind = { error: paint.red, warning: paint.yellow, note: paint.blue }[it.severity](it.severity);
    const head = `${paint.bold(`${file}:${line}:${column}`)}: ${kind} ${it.code} ${slugOf(it.code)}: ${it.message}`;
    const related = (it.related ?? []).map(({ at, message }) => `  ${at.file}:${at.line}:${at.column}: ${message}`);
    const hint = it.hint === undefined ? [] : [`  ${paint.cyan("hint")}: ${it.hint}`];
    if (it.waived !== undefined) {
      const { reason, owner, until } = it.waived;
      return `${head}\n  ${paint.cyan("waived")} by ${owner} until ${until}: ${reason}`;
    }
    return [head, ...snippet(lines.get(file)?.[line - 1], it, options.width), ...related, ...hint].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** The source line and the caret. A line that is wider than the terminal is cut around the marked text. */
function snippet(source: string | undefined, { at, length, secret }: Diagnostic, width: number): string[] {
  if (source === undefined) return [];
  const text = withoutSecrets(source, at.column - 1, length, secret);
  const gutter = `${at.line} | `;
  const room = Math.max(20, width - gutter.length - 2);
  const from = at.column - 1 < room - 10 ? 0 : at.column - 1 - Math.floor(room / 3);
  // Tabs and control characters would move the caret.
  const shown = text.slice(from, from + room).replace(/\p{Cc}/gu, " ");
  const caret = Math.max(1, Math.min(length, shown.length - (at.column - 1 - from)));
  const space = " ".repeat(at.column - 1 - from);
  return [`  ${gutter}${shown}`, `  ${" ".repeat(gutter.length - 2)}| ${space}${"^".repeat(caret)}`];
}

/** Replaces secrets by as many stars, so that the caret keeps its place. */
function withoutSecrets(text: string, start: number, length: number, secret: Diagnostic["secret"]): string {
  const stars = (hidden: string) => "*".repeat(hidden.length);
  const end = start + length;
  const known = hideSecrets(text, stars);
  if (secret === undefined) return known;
  if (secret === "after") return known.slice(0, end) + known.slice(end).replace(/(?<=:\s*)[^\s:].*/, stars);
  return known.slice(0, start) + stars(known.slice(start, end)) + known.slice(end);
}
