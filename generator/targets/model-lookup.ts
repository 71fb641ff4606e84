import { Bug } from "../diagnostics/bug.ts";
import type { Model } from "../model/model.ts";
import type { Team } from "../model/platform.ts";

/** Returns the value; throws a Bug that names the missing part of the model. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Bug(`the model has no ${what}`);
  return value;
}

/** A team, by name. */
export function teamOf({ teams }: Pick<Model, "teams">, name: string): Team {
  return found(
    teams.find((team) => team.name === name),
    `team ${name}`,
  );
}

/** Groups values by key, in the order of their first members. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
