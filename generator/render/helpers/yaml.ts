import { Document, isScalar, type Schema, visit } from "yaml";
import { checkData } from "../data.ts";
import { type HelperOptions, numberOption } from "./options.ts";
import { isPlainText, plainBlock } from "./plain-block.ts";

/** `key: {{yaml value}}`: a value on one line. */
export function yaml(value: unknown): string {
  return write(value, true);
}

/** `{{yamlBlock value indent=4}}`, at the start of a line: a list or map on several indented lines. */
export function yamlBlock(value: unknown, options: HelperOptions): string {
  const indent = " ".repeat(numberOption(options, "indent", 0));
  const plain = typeof value === "object" && value !== null ? plainBlock(value) : null;
  return (plain ?? write(value, false)).replace(/(?<=^|\n)(?=[^\n])/g, indent);
}

/**
 * Matches names, paths and addresses, which are most values. They are plain in YAML 1.1 and 1.2, also in brackets. Creating
 * a document for each one would take a quarter of the rendering time. Values that begin with a letter and are not in the
 * second list are texts.
 */
const PLAIN = /^[A-Za-z](?:[\w./@-]|:(?=\/))*$/;

/** Characters that YAML 1.1 readers treat as line ends, reject or drop, and invisible characters. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

function write(value: unknown, flow: boolean): string {
  if (typeof value === "string" && PLAIN.test(value) && isPlainText(value)) return value;
  return writeByLibrary(value, flow);
}

/** Writes any value, with the YAML library. */
export function writeByLibrary(value: unknown, flow: boolean): string {
  checkData(value);
  const document = documentOf(value);
  quoteTexts(document, flow);
  const text = document
    .toString({
      lineWidth: 0,
      minContentWidth: 0,
      doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
      singleQuote: false,
      flowCollectionPadding: false,
      collectionStyle: flow ? "flow" : "any",
      blockQuote: flow ? false : "literal",
    })
    .replace(/\n+$/, "");
  // All hidden characters are in double quotes now.
  return text.replace(HIDDEN, escapeHidden);
}

/** Created once, because it contains every tag of a YAML version. */
let schema: Schema | null = null;

function documentOf(value: unknown): Document {
  // Kubernetes and JCasC read YAML 1.1: `compat` also quotes texts that only YAML 1.1 reads as another type (yes, 012, 1:30).
  const options = { compat: "yaml-1.1", version: "1.2", aliasDuplicateObjects: false } as const;
  const document = new Document(value, schema === null ? options : { ...options, schema });
  schema = document.schema;
  return document;
}

function escapeHidden(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Uses double quotes for texts with hidden characters, and for multi-line texts in a one-line place. */
function quoteTexts(document: Document, oneLine: boolean): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (!isScalar(node) || typeof node.value !== "string") return;
      if (node.value.search(HIDDEN) >= 0 || (oneLine && node.value.includes("\n"))) node.type = "QUOTE_DOUBLE";
    },
  });
}
