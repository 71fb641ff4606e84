import type { Diagnostic } from "./diagnostic.ts";

/** Sorts by file, line, column, code and message, and removes duplicates. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  return sorted.filter((diagnostic, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareDiagnostics(before, diagnostic) !== 0;
  });
}

function compareDiagnostics(one: Diagnostic, two: Diagnostic): number {
  return (
    compareText(one.at.file, two.at.file) ||
    one.at.line - two.at.line ||
    one.at.column - two.at.column ||
    compareText(one.code, two.code) ||
    compareText(one.message, two.message)
  );
}

function compareText(one: string, two: string): number {
  if (one === two) return 0;
  return one < two ? -1 : 1;
}
