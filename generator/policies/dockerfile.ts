/** The registry image that a line uses; null for an earlier stage, a build argument or any other line. */
export function imageOf(line: string, stages: ReadonlySet<string>): string | null {
  if (/^\s*#/.test(line)) return null;
  const from = /^\s*FROM\s+(?:--\S+\s+)*(\S+)/i.exec(line)?.[1] ?? /^\s*COPY\s+.*--from=(\S+)/i.exec(line)?.[1];
  // A build argument holds the spec's `base`, which another policy checks. A number is the index of a stage.
  return from === undefined || /[$]|^\d+$/.test(from) || stages.has(from.toLowerCase()) ? null : from;
}

/** The name of the stage that a line starts, in lower case; null if it has none. */
export function stageOf(line: string): string | null {
  return /^\s*FROM\s+.*\sAS\s+(\S+)/i.exec(line)?.[1]?.toLowerCase() ?? null;
}
