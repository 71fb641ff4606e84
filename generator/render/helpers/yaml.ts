import { Document, isScalar, visit } from "yaml";
import { Bug } from "../../diagnostics/bug.ts";
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

function write(value: unknown, flow: boolean): string {
  if (value === undefined) throw new Bug("undefined has no YAML");
  // Kubernetes and JCasC read YAML 1.1: `compat` also quotes what only that takes for something else (yes, 012, 1:30).
  const document = new Document(value, { compat: "yaml-1.1", version: "1.2", aliasDuplicateObjects: false });
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

/** A text of several lines becomes a quoted one of one line. */
function quoteLines(document: Document): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (isScalar(node) && typeof node.value === "string" && /[\r\n]/.test(node.value)) node.type = "QUOTE_DOUBLE";
    },
  });
}
