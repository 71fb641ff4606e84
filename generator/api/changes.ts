import type { Api, ApiParameter, ApiStep } from "../model/api.ts";

/** breaking: a valid call can fail or change its meaning. additive: new calls become valid. internal: neither. */
export type Level = "breaking" | "additive" | "internal";

/** One difference of two APIs. */
export interface Change {
  readonly level: Level;
  /** The changed part: `buildImage`, `buildImage.base`, a class, or the library. */
  readonly subject: string;
  /** The change: "is removed", "is new". */
  readonly what: string;
}

const LEVELS: readonly Level[] = ["breaking", "additive", "internal"];

/** Every difference between an API and the one that replaces it, breaking ones first. */
export function apiChanges(old: Api, now: Api): Change[] {
  const changes = [
    ...libraryChanges(old, now),
    ...pairs(old.steps, now.steps).flatMap(([before, after]) => stepChanges(before, after)),
    ...classChanges(old, now),
  ];
  return LEVELS.flatMap((level) => changes.filter((change) => change.level === level));
}

/** The highest level of the changes; null without changes. */
export function levelOf(changes: readonly Change[]): Level | null {
  return LEVELS.find((level) => changes.some((change) => change.level === level)) ?? null;
}

function libraryChanges(old: Api, now: Api): Change[] {
  const renamed = (what: string, from: string, to: string) =>
    from === to ? [] : [change("breaking", "library", `its ${what} was ${from}, now it is ${to}`)];
  // Old releases do not record the package.
  const packages = old.package === "" ? [] : renamed("package", old.package, now.package);
  return [...renamed("name", old.library, now.library), ...packages];
}

function classChanges(old: Api, now: Api): Change[] {
  return [
    ...old.classes.filter((it) => !now.classes.includes(it)).map((it) => change("breaking", it, "is removed")),
    ...now.classes.filter((it) => !old.classes.includes(it)).map((it) => change("additive", it, "is new")),
  ];
}

function stepChanges(before: ApiStep | null, after: ApiStep | null): Change[] {
  if (after === null) return before === null ? [] : [change("breaking", before.name, "is removed")];
  if (before === null) return [change("additive", after.name, "is new")];
  return [
    ...returnChanges(before, after),
    ...described(before, after, after.name),
    ...pairs(before.parameters, after.parameters).flatMap(([one, other]) => parameterChanges(after.name, one, other)),
  ];
}

function returnChanges({ returns: before }: ApiStep, { name, returns: after }: ApiStep): Change[] {
  if (before === after) return [];
  if (after === null) return [change("breaking", name, "no longer returns a value")];
  if (before === null) return [change("additive", name, "returns a value now")];
  return [change("internal", name, "has a new description of its return value")];
}

function parameterChanges(step: string, before: ApiParameter | null, after: ApiParameter | null): Change[] {
  const subject = `${step}.${(after ?? before)?.name}`;
  if (after === null) return [change("breaking", subject, "is removed")];
  if (before === null) {
    return [
      after.required ? change("breaking", subject, "is new and required") : change("additive", subject, "is new"),
    ];
  }
  return [
    ...requirementChanges(subject, before, after),
    ...valueChanges(subject, before, after),
    ...described(before, after, subject),
  ];
}

function requirementChanges(subject: string, before: ApiParameter, after: ApiParameter): Change[] {
  const found: Change[] = [];
  if (before.type !== after.type)
    found.push(change("breaking", subject, `was ${before.type}, now it is ${after.type}`));
  if (before.required !== after.required) {
    const [level, what] = after.required ? (["breaking", "required"] as const) : (["additive", "optional"] as const);
    found.push(change(level, subject, `is ${what} now`));
  } else if (!after.required && !same(before.default, after.default)) {
    const what = `its default was ${JSON.stringify(before.default)}, now it is ${JSON.stringify(after.default)}`;
    found.push(change("breaking", subject, what));
  }
  return found;
}

/** Compares the allowed values; a new restriction rejects values that were valid. */
function valueChanges(subject: string, { values: before }: ApiParameter, { values: after }: ApiParameter): Change[] {
  if (same(before, after)) return [];
  if (after === null) return [change("additive", subject, "allows any value now")];
  if (before === null) return [change("breaking", subject, `allows only ${after.join(", ")}`)];
  const removed = before.filter((value) => !after.includes(value));
  const added = after.filter((value) => !before.includes(value));
  return [
    ...removed.map((value) => change("breaking", subject, `no longer allows ${value}`)),
    ...added.map((value) => change("additive", subject, `now also allows ${value}`)),
  ];
}

interface Described {
  readonly text: string;
  readonly deprecated: string | null;
  readonly example?: unknown;
}

function described(before: Described, after: Described, subject: string): Change[] {
  const found: Change[] = [];
  if (before.deprecated === null && after.deprecated !== null)
    found.push(change("additive", subject, `is deprecated: ${after.deprecated}`));
  else if (after.deprecated === null && before.deprecated !== null)
    found.push(change("additive", subject, "is no longer deprecated"));
  else if (before.deprecated !== after.deprecated)
    found.push(change("internal", subject, "has a different replacement"));
  // Old releases do not record texts.
  if (before.text !== after.text && before.text !== "")
    found.push(change("internal", subject, "has a new description"));
  if (!same(before.example, after.example)) found.push(change("internal", subject, "has a different example"));
  return found;
}

function change(level: Level, subject: string, what: string): Change {
  return { level, subject, what };
}

function pairs<T extends { readonly name: string }>(old: readonly T[], now: readonly T[]): [T | null, T | null][] {
  const names = [...new Set([...old, ...now].map(({ name }) => name))];
  const named = (list: readonly T[], name: string) => list.find((it) => it.name === name) ?? null;
  return names.map((name) => [named(old, name), named(now, name)]);
}

/** Compares by value; ignores the order of an object's keys. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return (one ?? null) === (other ?? null);
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [before, after] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    before.size === after.size && [...before].every(([key, value]) => after.has(key) && same(value, after.get(key)))
  );
}
