import type { Diagnostic } from "./diagnostic.ts";

/** What `--format json` prints of a diagnostic: the same keys, in the same order, always. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly owner: string | null;
  readonly hint: string | null;
  readonly waived: Diagnostic["waived"] | null;
  readonly related: readonly {
    readonly message: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
  }[];
}

/** Diagnostics as plain data for programs. */
export function renderJson(diagnostics: readonly Diagnostic[]): JsonDiagnostic[] {
  return diagnostics.map(({ code, severity, message, at, length, owner, hint, waived, related }) => ({
    code,
    severity,
    message,
    ...at,
    length,
    owner: owner ?? null,
    hint: hint ?? null,
    waived: waived ?? null,
    related: (related ?? []).map((other) => ({ message: other.message, ...other.at })),
  }));
}
