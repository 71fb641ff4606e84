import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Findings as a SARIF 2.1.0 log, for code hosts that show them beside the lines. */
export function renderSarif(diagnostics: readonly Diagnostic[], version: string): unknown {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "stagewright", version, rules: codes.map(rule) } },
        columnKind: "unicodeCodePoints",
        results: diagnostics.map((it) => result(it, codes)),
      },
    ],
  };
}

function rule(code: string) {
  const entry = catalogue[code as Code];
  return { id: code, shortDescription: { text: entry.title }, fullDescription: { text: entry.explanation } };
}

function result({ code, severity, message, at, length, hint, waived }: Diagnostic, codes: readonly string[]) {
  const region = { startLine: at.line, startColumn: at.column, endColumn: at.column + length };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(at.file) }, region } }],
    ...(waived === undefined
      ? {}
      : {
          suppressions: [
            { kind: "external", justification: `${waived.reason} (${waived.owner}, until ${waived.until})` },
          ],
        }),
  };
}
