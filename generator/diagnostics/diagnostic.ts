import type { Position } from "../model/origin.ts";

/** An error stops the run. A warning should be fixed. A note is information, such as a waived finding. */
export type Severity = "error" | "warning" | "note";

/** One finding. `code` is a key of the catalogue; `at` and `length` mark the text that causes it. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Position;
  /** The team that owns the place; absent for places that belong to the site. */
  readonly owner?: string;
  /** Characters to underline, at least 1. */
  readonly length: number;
  /** What can be a secret: the marked text, or the value after the marked key. Reports do not show it. */
  readonly secret?: "marked" | "after";
  /** The waiver that accepts a policy's finding. */
  readonly waived?: { readonly reason: string; readonly owner: string; readonly until: string };
  /** How to fix it. */
  readonly hint?: string;
  readonly related?: readonly { readonly at: Position; readonly message: string }[];
}
