import { Bug } from "../diagnostics/bug.ts";
import type { Model } from "../model/model.ts";
import type { Team } from "../model/platform.ts";
import type { Service, Stage } from "../model/service.ts";

/** A stage and its service. */
export interface OwnedStage {
  readonly service: Service;
  readonly stage: Stage;
}

/** Returns the value; throws a Bug that names the missing part of the model. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Bug(`the model has no ${what}`);
  return value;
}

/** Finds the first item with a key. Builds one index for each list and use, so the cost does not grow with the list. */
export function indexBy<T>(
  keysOf: (item: T) => readonly string[],
): (items: readonly T[], key: string) => T | undefined {
  const indexes = new WeakMap<readonly T[], ReadonlyMap<string, T>>();
  return (items, key) => {
    const index = indexes.get(items) ?? firstOfEach(items, keysOf);
    indexes.set(items, index);
    return index.get(key);
  };
}

function firstOfEach<T>(items: readonly T[], keysOf: (item: T) => readonly string[]): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  for (const item of items) for (const key of keysOf(item)) if (!index.has(key)) index.set(key, item);
  return index;
}

/** A function that computes its result once for each object: several phases need it. */
export function onceFor<K extends object, T>(compute: (object: K) => T): (object: K) => T {
  const results = new WeakMap<K, { readonly result: T }>();
  return (object) => {
    const known = results.get(object) ?? { result: compute(object) };
    results.set(object, known);
    return known.result;
  };
}

/** The team with a name, if there is one. */
export const teamNamed = indexBy<Team>(({ name }) => [name]);

/** A team, by name. */
export function teamOf({ teams }: Pick<Model, "teams">, name: string): Team {
  return found(teamNamed(teams, name), `team ${name}`);
}

/** The stages of each team, with their services. */
export function stagesByTeam({ services }: Pick<Model, "services">): ReadonlyMap<string, readonly OwnedStage[]> {
  const all = services.flatMap((service) => service.stages.map((stage) => ({ service, stage })));
  return groupBy(all, ({ stage }) => stage.owner);
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
