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
  return write(value, false).replace(/^(?=[^\n])/gm, indent);
}

/**
 * Names, paths and addresses, which most values are: plain in YAML 1.1 and 1.2, within brackets too. A document for each
 * of them would be a quarter of all rendering. What begins with a letter and is no word of the second list is text.
 */
const PLAIN = /^[A-Za-z](?:[\w./@-]|:(?=\/))*$/;
const WORDS = /^(?:null|true|false|yes|no|on|off|y|n|e\d+)$/i;

function write(value: unknown, flow: boolean): string {
  if (typeof value === "string" && PLAIN.test(value) && !WORDS.test(value)) return value;
  checkData(value);
  const document = documentOf(value);
  if (flow) quoteLines(document);
  return document
    .toString({
      lineWidth: 0,
      minContentWidth: 0,
      doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
      singleQuote: false,
      flowCollectionPadding: false,
      collectionStyle: flow ? "flow" : "any",
      blockQuote: flow ? false : "literal",
    })
    .trimEnd();
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

/** A text of several lines becomes a quoted one of one line. */
function quoteLines(document: Document): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (isScalar(node) && typeof node.value === "string" && /[\r\n]/.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
}
