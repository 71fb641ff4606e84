import { Document, isScalar, type Schema, visit } from "yaml";
import { checkData } from "../data.ts";
import { type HelperOptions, numberOption } from "./options.ts";

/** `key: {{yaml value}}`: a value on one line. */
export function yaml(value: unknown): string {
  return write(value, true);
}

/** `{{yamlBlock value indent=4}}`, at a line's beginning: a list or map over several lines, each one indented. */
export function yamlBlock(value: unknown, options: HelperOptions): string {
  const indent = " ".repeat(numberOption(options, "indent", 0));
  return write(value, false).replace(/(?<=^|\n)(?=[^\n])/g, indent);
}

/**
 * Names, paths and addresses, which most values are: plain in YAML 1.1 and 1.2, within brackets too. A document for each
 * of them would be a quarter of all rendering. What begins with a letter and is no word of the second list is text.
 */
const PLAIN = /^[A-Za-z](?:[\w./@-]|:(?=\/))*$/;
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n|e-?\d+)$/i;

/** What readers of YAML 1.1 take for a line's end, refuse, or drop; and what nobody sees. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;

function write(value: unknown, flow: boolean): string {
  if (typeof value === "string" && PLAIN.test(value) && !WORDS.test(value)) return value;
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
  // Whatever is hidden stands between double quotes now, and only there.
  return text.replace(HIDDEN, escapeHidden);
}

/** Made once: it holds every tag of a version of YAML. */
let schema: Schema | null = null;

function documentOf(value: unknown): Document {
  // Kubernetes and JCasC read YAML 1.1: `compat` also quotes what only that takes for something else (yes, 012, 1:30).
  const options = { compat: "yaml-1.1", version: "1.2", aliasDuplicateObjects: false } as const;
  const document = new Document(value, schema === null ? options : { ...options, schema });
  schema = document.schema;
  return document;
}

function escapeHidden(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}

/** Double quotes for a text that has something hidden, or several lines where there is but one. */
function quoteTexts(document: Document, oneLine: boolean): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (!isScalar(node) || typeof node.value !== "string") return;
      if (node.value.search(HIDDEN) >= 0 || (oneLine && node.value.includes("\n"))) node.type = "QUOTE_DOUBLE";
    },
  });
}
