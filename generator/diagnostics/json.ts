import { slugOf } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** A diagnostic as `--format json` prints it: always the same keys in the same order. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly slug: string;
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

/** Diagnostics as data for programs. */
export function renderJson(diagnostics: readonly Diagnostic[]): JsonDiagnostic[] {
  return diagnostics.map(({ code, severity, message, at, length, owner, hint, waived, related }) => ({
    code,
    slug: slugOf(code),
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
