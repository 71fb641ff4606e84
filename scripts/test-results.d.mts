/** A vitest JSON report, as far as it is read. */
export interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Counts a report; a suite that failed before its tests counts as one failure. */
export function countResults(report: Report): { passed: number; failed: number; skipped: string[] };
