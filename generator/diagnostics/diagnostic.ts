import type { Position } from "../model/origin.ts";

/** An error stops the run, a warning is to be mended, a note is told: a waived finding, for one. */
export type Severity = "error" | "warning" | "note";

/** One finding. `code` is a key of the catalogue; `at` names where, with the offending text's length in `length`. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Position;
  /** The team that answers for the place; none for what is the site's. */
  readonly owner?: string;
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** Why a policy's finding is let pass. */
  readonly waived?: { readonly reason: string; readonly owner: string; readonly until: string };
  /** What would be right. */
  readonly hint?: string;
  readonly related?: readonly { readonly at: Position; readonly message: string }[];
}
