import { LineCounter, parseAllDocuments, type YAMLError, type Document as Yaml } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { SourceText } from "../input.ts";
import { type Located, type Span, SpecDocument } from "./document.ts";
import { decode, encode } from "./encode.ts";
import type { KnownDocuments } from "./known-documents.ts";
import { Nodes } from "./nodes.ts";
import { describeSyntaxError, spaceMissing } from "./syntax-error.ts";

/** A spec file as a document, and the problems of its text. */
export interface ParsedText {
  readonly document: SpecDocument;
  readonly diagnostics: readonly Diagnostic[];
}

/** The values of parsed texts. Their places are not kept: those of 10,000 services take 160 MB. */
const values = new WeakMap<SourceText, unknown>();

/** The texts that were parsed for their value: the platform spec, before its services are known. */
const parsedForValue = new WeakMap<SourceText, ParsedText>();

/** Parses one file. A file with an error has no root, so that later phases do not guess. */
export function parseText(source: SourceText, known: KnownDocuments | null = null): ParsedText {
  const parsed = parsedForValue.get(source) ?? readKnown(source, known) ?? readText(source);
  values.set(source, parsed.document.value);
  return parsed;
}

function readKnown(source: SourceText, known: KnownDocuments | null): ParsedText | null {
  if (known === null) return null;
  const found = known.findRoot(source);
  if (found !== null) return { document: new SpecDocument(source.path, decode(found, source.path)), diagnostics: [] };
  const parsed = readText(source);
  const root = parsed.document.root === null ? null : encode(parsed.document.root);
  if (root !== null && parsed.diagnostics.length === 0) known.keepRoot(source, root);
  return parsed;
}

/** The value of a spec as plain data; null if it cannot be parsed. `parseText` reports the reason. */
export function readValue(source: SourceText): unknown {
  if (!values.has(source)) parsedForValue.set(source, parseText(source));
  return values.get(source);
}

/** Characters of a spec file. Larger files are not specs, and cost much memory. */
const largest = 2_000_000;

function readText(source: SourceText): ParsedText {
  const text = source.text.startsWith("\uFEFF") ? source.text.slice(1) : source.text;
  const lines = linesOf(text);
  const place = (from: number, to: number) => spanOf(source.path, text, lines, from, to);
  const failed = (...diagnostics: Diagnostic[]) => ({ document: new SpecDocument(source.path, null), diagnostics });
  if (text.length > largest) {
    const hint = "move each service to its own file";
    return failed(finding("SW110", place(0, 1), `the spec has more than ${largest} characters`, { hint }));
  }
  const documents = documentsOf(text);
  if (documents === null || documents.some(exceedsStack))
    return failed(
      finding("SW110", place(0, 1), "the spec has too many levels", { hint: "remove levels of lists or mappings" }),
    );
  const first = documents[0];
  const errors = documents.flatMap((document) => [...document.errors, ...document.warnings]);
  if (errors.length > 0) return failed(...errorsOf(errors, text, place));
  if (first === undefined || first.contents === null) {
    return failed(
      finding("SW106", place(0, 1), `${source.path} is empty`, { hint: "write the keys of a spec into it" }),
    );
  }
  const second = documents[1];
  if (second !== undefined) {
    const [start] = second.range;
    return failed(
      finding("SW104", place(start, start + 3), "a second YAML document starts here", {
        hint: "move each service to its own file",
      }),
    );
  }
  const nodes = new Nodes(place);
  const root: Located = nodes.locate(first.contents);
  if (nodes.diagnostics.length > 0) return failed(...nodes.diagnostics);
  if (root.entries === null) return failed(notMapping(root, text, place));
  return { document: new SpecDocument(source.path, root), diagnostics: [] };
}

/** Where each line starts. The parser's own counter misses the end of a line with text after a closed mapping. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/** The YAML documents of a text; null if their levels exceed the stack of the parser. */
function documentsOf(text: string): Yaml.Parsed[] | null {
  try {
    // `Nodes` finds duplicate keys: the parser compares each key with each other one.
    const found = parseAllDocuments(text, {
      prettyErrors: false,
      strict: true,
      logLevel: "silent",
      uniqueKeys: false,
    });
    return Array.isArray(found) ? (found as Yaml.Parsed[]) : [];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Whether the levels of a document exceeded the stack where the library reports this as an error of the text. */
function exceedsStack({ errors }: Yaml.Parsed): boolean {
  return errors.some(({ message }) => /call stack/i.test(message));
}

type Place = (from: number, to: number) => Span;

/** A list or a text in place of a mapping. A text can be a key without the space before its value. */
function notMapping({ value, span, items }: Located, text: string, place: Place): Diagnostic {
  const missing = typeof value === "string" ? spaceMissing(text.split(/\r?\n/)[span.at.line - 1] ?? "", place) : null;
  if (missing !== null && span.at.line === 1) return missing;
  const kind = items === null ? "a single value" : "a list";
  return finding("SW105", span, `this spec is ${kind}, not a mapping`, { hint: "write keys with values: KEY: VALUE" });
}

/** Reports only the first syntax error, because the others follow from it. */
function errorsOf(errors: readonly YAMLError[], text: string, place: Place): Diagnostic[] {
  const [first] = [...errors].sort((one, two) => one.pos[0] - two.pos[0]);
  return first === undefined ? [] : [describeSyntaxError(first, text, place)];
}

function spanOf(file: string, text: string, lines: LineCounter, from: number, to: number): Span {
  const { line, col } = lines.linePos(from);
  const lineEnd = text.indexOf("\n", from);
  const end = Math.min(to, lineEnd === -1 ? text.length : text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd);
  return { at: { file, line: Math.max(line, 1), column: Math.max(col, 1) }, length: Math.max(end - from, 1) };
}
