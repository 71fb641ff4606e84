/** A difference between a rehearsal and a real build. */
export interface LogDifference {
  /** The line in the real log, from 1; null for a step that only the rehearsal has. */
  readonly line: number | null;
  readonly kind: "only in the log" | "only in the rehearsal";
  readonly step: string;
}

/** The steps in the log of a pipeline, without timestamps, colors and the lines that only show the structure. */
export function stepsInLog(log: string): readonly { readonly step: string; readonly line: number }[] {
  return log.split("\n").flatMap((raw, index) => {
    const step = /^\[Pipeline\] (?:\/\/ )?(.+)$/.exec(withoutNoise(raw))?.[1]?.trim();
    if (step === undefined || !/^\w+$/.test(step) || raw.includes("[Pipeline] // ") || STRUCTURE.has(step)) return [];
    return [{ step, line: index + 1 }];
  });
}

/** Lines that Jenkins prints around steps. */
const STRUCTURE = new Set(["End", "Start"]);

function withoutNoise(line: string): string {
  return (
    line
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the console notes and colors of Jenkins contain ESC
      .replace(/\u001b\[8mha:[^\u001b]*\u001b\[0m|\u001b\[[0-9;]*m/g, "")
      .replace(/^\[?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)\]?\s+/, "")
      .replace(/^\d\d:\d\d:\d\d\s+/, "")
      .trimEnd()
  );
}

/** Compares the steps of a real build's log with those of a rehearsal. The shortest list of differences. */
export function compareLogs(real: string, rehearsed: string): readonly LogDifference[] {
  const one = stepsInLog(real);
  const other = stepsInLog(rehearsed);
  const common = commonLengths(
    one.map(({ step }) => step),
    other.map(({ step }) => step),
  );
  const differences: LogDifference[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const left = one[i];
    const right = other[j];
    if (left !== undefined && right !== undefined && left.step === right.step) {
      i += 1;
      j += 1;
    } else if (right === undefined || (left !== undefined && at(common, i + 1, j) >= at(common, i, j + 1))) {
      differences.push({ line: left?.line ?? null, kind: "only in the log", step: left?.step ?? "" });
      i += 1;
    } else {
      differences.push({ line: null, kind: "only in the rehearsal", step: right.step });
      j += 1;
    }
  }
  return differences;
}

function at(table: readonly (readonly number[])[], row: number, column: number): number {
  return table[row]?.[column] ?? 0;
}

/** For each pair of positions, the length of the longest common sequence from there on. */
function commonLengths(one: readonly string[], other: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  for (let i = one.length - 1; i >= 0; i -= 1)
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row !== undefined)
        row[j] = one[i] === other[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1));
    }
  return table;
}

/** The differences as text. */
export function printDifferences(differences: readonly LogDifference[], file: string): string {
  if (differences.length === 0) return `the steps of ${file} and of the rehearsal are the same\n`;
  const lines = differences.map(({ line, kind, step }) =>
    kind === "only in the log"
      ? `  ${file}:${line}: ${step}, which the rehearsal does not call`
      : `  rehearsal only: ${step}`,
  );
  return `${differences.length} differences between ${file} and the rehearsal\n${lines.join("\n")}\n`;
}
