import type { Diagnostic, Severity } from "./diagnostic.ts";

/** The number of findings of each severity. */
export type Counts = Readonly<Record<Severity, number>>;

const SEVERITIES = ["error", "warning", "note"] as const;

/** Counts the findings of each team. Findings without a team are counted for the site. */
export function countByOwner(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Counts> {
  const owners = [...new Set(diagnostics.map(ownerOf))].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return new Map(owners.map((owner) => [owner, count(diagnostics.filter((it) => ownerOf(it) === owner))]));
}

/** The last line after several findings: `2 errors, 1 note; shop: 2 errors; (site): 1 note`. Empty for a single finding. */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length < 2) return "";
  const owners = [...countByOwner(diagnostics)].map(([owner, counts]) => `${owner}: ${describe(counts)}`);
  return `${[describe(count(diagnostics)), ...owners].join("; ")}\n`;
}

function ownerOf({ owner }: Diagnostic): string {
  return owner ?? "(site)";
}

function rank(owner: string): number {
  return owner.startsWith("(") ? 1 : 0;
}

function count(diagnostics: readonly Diagnostic[]): Counts {
  const of = (severity: Severity) => diagnostics.filter((it) => it.severity === severity).length;
  return { error: of("error"), warning: of("warning"), note: of("note") };
}

function describe(counts: Counts): string {
  return SEVERITIES.filter((it) => counts[it] > 0)
    .map((it) => `${counts[it]} ${it}${counts[it] === 1 ? "" : "s"}`)
    .join(", ");
}
