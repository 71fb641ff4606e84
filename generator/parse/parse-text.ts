import { LineCounter, parseAllDocuments, type YAMLError, type Document as Yaml } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { SourceText } from "../input.ts";
import { type Located, type Span, SpecDocument } from "./document.ts";
import { Nodes } from "./nodes.ts";

/** One spec file as a document, and what its text has wrong. */
export interface ParsedText {
  readonly document: SpecDocument;
  readonly diagnostics: readonly Diagnostic[];
}

const parsed = new WeakMap<SourceText, ParsedText>();

/**
 * Reads one file. A file with an error has no root: nothing is guessed about what it meant. One source is read once,
 * however many phases ask: reading YAML is a third of a compile.
 */
export function parseText(source: SourceText): ParsedText {
  const known = parsed.get(source) ?? readText(source);
  parsed.set(source, known);
  return known;
}

function readText(source: SourceText): ParsedText {
  const text = source.text.startsWith("\uFEFF") ? source.text.slice(1) : source.text;
  const lines = new LineCounter();
  const found = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, strict: true, logLevel: "silent" });
  const documents = Array.isArray(found) ? (found as Yaml.Parsed[]) : [];
  const place = (from: number, to: number) => spanOf(source.path, text, lines, from, to);
  const first = documents[0];
  const failed = (...diagnostics: Diagnostic[]) => ({ document: new SpecDocument(source.path, null), diagnostics });
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  if (errors.length > 0) return failed(...errorsOf(errors, text, place));
  if (first === undefined || first.contents === null) {
    return failed(
      finding("SW106", place(0, 1), `${source.path} is empty`, { hint: "a spec is a mapping of keys to values" }),
    );
  }
  const second = documents[1];
  if (second !== undefined) {
    const [start] = second.range;
    return failed(
      finding("SW104", place(start, start + 3), "a second YAML document starts here; a spec is one", {
        hint: "put each service into a file of its own",
      }),
    );
  }
  const nodes = new Nodes(first, place);
  const root: Located = nodes.locate(first.contents);
  if (nodes.diagnostics.length > 0) return failed(...nodes.diagnostics);
  if (root.entries === null) return failed(finding("SW105", root.span, "a spec is a mapping of keys to values"));
  return { document: new SpecDocument(source.path, root), diagnostics: [] };
}

type Place = (from: number, to: number) => Span;

/** Duplicate keys are all named; of what cannot be read only the first, since the rest follows from it. */
function errorsOf(errors: readonly YAMLError[], text: string, place: Place): Diagnostic[] {
  const duplicates = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  const other = errors.filter(({ code }) => code !== "DUPLICATE_KEY").sort((one, two) => one.pos[0] - two.pos[0])[0];
  const found = duplicates.map(({ pos: [from] }) => {
    const key = text.slice(from).match(/^("[^"\n]*"|'[^'\n]*'|[^\s:,{}]+)/)?.[0] ?? "";
    const message = `"${key.replace(/^["']|["']$/g, "")}" stands twice in one mapping`;
    return finding("SW102", place(from, from + key.length), message, {
      hint: "remove one; nothing says which of them holds",
    });
  });
  if (other === undefined) return found;
  const message = firstSentence(other.message);
  const span = place(other.pos[0], Math.max(other.pos[1], other.pos[0] + 1));
  if (other.code === "TAG_RESOLVE_FAILED")
    return [...found, finding("SW109", span, `this tag is unknown; specs use plain YAML`)];
  return [...found, finding("SW101", span, `this is not YAML: ${message}`)];
}

function firstSentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return line.charAt(0).toLowerCase() + line.slice(1);
}

function spanOf(file: string, text: string, lines: LineCounter, from: number, to: number): Span {
  const { line, col } = lines.linePos(from);
  const lineEnd = text.indexOf("\n", from);
  const end = Math.min(to, lineEnd === -1 ? text.length : lineEnd);
  return { at: { file, line: Math.max(line, 1), column: Math.max(col, 1) }, length: Math.max(end - from, 1) };
}
