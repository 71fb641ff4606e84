import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A result that is not about a spec: a generated file that differs, or a path without an owner. */
export interface OtherResult {
  /** `drift/changed`. */
  readonly rule: string;
  /** A short description of the rule. */
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly owner: string;
}

/** Findings as a SARIF 2.1.0 log. Code hosts show them next to the lines. */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  version: string,
  others: readonly OtherResult[] = [],
): unknown {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const titles = new Map(others.map(({ rule, title }) => [rule, title]));
  const ids = [...codes, ...titles.keys()];
  const rules = [
    ...codes.map(rule),
    ...[...titles].map(([id, text]) => ({ id, shortDescription: { text }, fullDescription: { text } })),
  ];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "stagewright", version, rules } },
        columnKind: "unicodeCodePoints",
        results: [...diagnostics.map((it) => result(it, ids)), ...others.map((it) => otherResult(it, ids))],
      },
    ],
  };
}

function rule(code: string) {
  const entry = catalogue[code as Code];
  return {
    id: code,
    name: entry.slug,
    shortDescription: { text: entry.title },
    fullDescription: { text: entry.explanation },
  };
}

function result({ code, severity, message, at, length, owner, hint, waived }: Diagnostic, codes: readonly string[]) {
  const region = { startLine: at.line, startColumn: at.column, endColumn: at.column + length };
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? message : `${message} (${hint})` },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(at.file) }, region } }],
    ...(owner === undefined ? {} : { properties: { owner } }),
    ...(waived === undefined
      ? {}
      : {
          suppressions: [
            { kind: "external", justification: `${waived.reason} (${waived.owner}, until ${waived.until})` },
          ],
        }),
  };
}

function otherResult({ rule, message, file, owner }: OtherResult, ids: readonly string[]) {
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: "error",
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: encodeURI(file) } } }],
    properties: { owner },
  };
}
