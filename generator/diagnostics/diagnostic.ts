import type { Position } from "../model/origin.ts";

export type Severity = "error" | "warning";

/** One finding. `code` is a key of the catalogue; `at` names where, with the offending text's length in `length`. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Position;
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** What would be right. */
  readonly hint?: string;
  readonly related?: readonly { readonly at: Position; readonly message: string }[];
}
