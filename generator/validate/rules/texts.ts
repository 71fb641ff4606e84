import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { Located, SpecDocument, SpecPath } from "../../parse/document.ts";
import { keyName } from "../../spec/key-name.ts";
import type { Rule } from "./rule.ts";

/** Linux hands a program no argument and no variable of more than 128 KiB; what the library puts around a text fits, too. */
const LONGEST = 100_000;
/** It hands over 2 MiB in all: a build argument goes there twice, as a variable and as an argument. */
const TOGETHER = 600_000;

/** Texts reach programs by their environment and their arguments, which hold only so much. */
export const texts: Rule = ({ platformDocument, services }) => [
  ...longTexts(platformDocument, platformDocument.root, []),
  ...services.flatMap(({ document, spec }) => [
    ...longTexts(document, document.root, []),
    ...spec.stages.flatMap(({ id }, index) => manyTexts(document, id, index)),
  ]),
];

function longTexts(document: SpecDocument, node: Located | null, path: SpecPath): Diagnostic[] {
  // A default is found too long where it stands, not in each service that inherits it.
  if (node === null || node.inherited !== undefined) return [];
  if (typeof node.value === "string") {
    // No text has more bytes than three for each UTF-16 unit.
    const bytes = node.value.length * 3 > LONGEST ? Buffer.byteLength(node.value) : 0;
    if (bytes <= LONGEST) return [];
    const message = `${keyName(document, path)} has ${bytes} bytes; a text takes at most ${LONGEST}`;
    const hint = "put it into a file of the application's repository: a program is handed 128 KiB at most";
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
  const message = `stages.${id} has ${bytes} bytes of text; a stage takes at most ${TOGETHER}`;
  const hint = "put them into files of the application's repository: a program is handed 2 MiB at most, twice the same";
  return [finding("SW206", document.valueSpan([...path, "id"]), message, { hint })];
}
