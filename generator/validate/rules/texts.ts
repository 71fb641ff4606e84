import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { Located, SpecDocument, SpecPath } from "../../parse/document.ts";
import { keyName } from "../../spec/key-name.ts";
import type { Rule } from "./rule.ts";

/** Linux limits an argument or variable to 128 KiB. This leaves room for the text that the library adds. */
const LONGEST = 100_000;
/** Linux limits them to 2 MiB in total. A build argument counts twice: as a variable and as an argument. */
const TOGETHER = 600_000;

/** Texts reach programs as variables and arguments, whose size is limited. */
export const texts: Rule = ({ platformDocument, services }) => [
  ...longTexts(platformDocument, platformDocument.root, []),
  ...services.flatMap(({ document, spec }) => [
    ...longTexts(document, document.root, []),
    ...spec.stages.flatMap(({ id }, index) => manyTexts(document, id, index)),
  ]),
];

function longTexts(document: SpecDocument, node: Located | null, path: SpecPath): Diagnostic[] {
  // Reports a long default in the platform spec, not in each service that inherits it.
  if (node === null || node.inherited !== undefined) return [];
  if (typeof node.value === "string") {
    // A UTF-16 unit has at most three bytes in UTF-8.
    const bytes = node.value.length * 3 > LONGEST ? Buffer.byteLength(node.value) : 0;
    if (bytes <= LONGEST) return [];
    const message = `${keyName(document, path)} has ${bytes} bytes; at most ${LONGEST} are allowed`;
    const hint = "move it to a file in the application's repository: Linux limits an argument to 128 KiB";
    return [finding("SW206", node.span, message, { hint })];
  }
  return [
    ...(node.items ?? []).flatMap((item, index) => longTexts(document, item, [...path, index])),
    ...[...(node.entries ?? [])].flatMap(([key, entry]) => longTexts(document, entry.node, [...path, key])),
  ];
}

function manyTexts(document: SpecDocument, id: string, index: number): Diagnostic[] {
  const path = ["stages", index];
  const bytes = Buffer.byteLength(JSON.stringify(document.find(path)?.value ?? null));
  if (bytes <= TOGETHER) return [];
  const message = `stages.${id} has ${bytes} bytes of text; at most ${TOGETHER} are allowed`;
  const hint = "move them to files in the application's repository: Linux limits all arguments to 2 MiB";
  return [finding("SW206", document.valueSpan([...path, "id"]), message, { hint })];
}
