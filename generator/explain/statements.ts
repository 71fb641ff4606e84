import type { Model } from "../model/model.ts";
import type { Alternative, Consequence, DecidingLine, DecisionKey, Statement } from "./decision.ts";

type Figures = Readonly<Record<string, number>>;

/** Creates a statement. */
export function say(id: string, follows: readonly DecisionKey[], figures: Figures, text: string): Statement {
  return { id, follows, figures, text };
}

/** Creates a consequence. */
export function follows(
  kind: Consequence["kind"],
  id: string,
  keys: readonly DecisionKey[],
  figures: Figures,
  text: string,
): Consequence {
  return { ...say(id, keys, figures, text), kind };
}

/** Creates an alternative with the line to change. */
export function instead(statement: Statement, change: string): Alternative {
  return { ...statement, change };
}

/** `1 job`, `2 jobs`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Joins items: `a`, `a and b`, `a, b and c`; returns `none` for an empty list. */
export function list(items: readonly string[], none = "none"): string {
  if (items.length < 2) return items[0] ?? none;
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Returns the spec line that sets a model path; a product default has a key but no position. */
export function lineOf(model: Model, path: string, value: unknown): DecidingLine {
  const origin = model.origins.get(path);
  const service = /^services\/([^/]+)\//.exec(path)?.[1];
  const key = origin?.key ?? path.replaceAll("/", ".");
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { key: service === undefined ? key : `${service}: ${key}`, value: text, at: origin?.at ?? null };
}
