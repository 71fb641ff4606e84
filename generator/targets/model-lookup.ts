import { Bug } from "../diagnostics/bug.ts";

/** Fills `{service}` and `{environment}` in. */
export function expand(pattern: string, service: string, environment: string): string {
  return pattern.replaceAll("{service}", service).replaceAll("{environment}", environment);
}

/** The value, or a bug that names what the model lacks. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Bug(`the model has no ${what}`);
  return value;
}

/** Lists of what has the same key, in the order of their first members. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
