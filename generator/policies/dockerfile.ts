/** The image of a registry that a line takes; null for none, for an earlier stage, and for what a build argument says. */
export function imageOf(line: string, stages: ReadonlySet<string>): string | null {
  if (/^\s*#/.test(line)) return null;
  const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line)?.[1] ?? /^\s*COPY\s+.*--from=(\S+)/i.exec(line)?.[1];
  // What a build argument says is the spec's `base`, which has a policy of its own; a number is a stage's.
  return from === undefined || /[$]|^\d+$/.test(from) || stages.has(from.toLowerCase()) ? null : from;
}

/** The name that a line gives to a stage, in lower case; null where it gives none. */
export function stageOf(line: string): string | null {
  return /^\s*FROM\s+.*\sAS\s+(\S+)/i.exec(line)?.[1]?.toLowerCase() ?? null;
}
