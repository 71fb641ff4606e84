import { type Strictness, strictness } from "../../generated/lockable.ts";
import type { Located } from "../../parse/document.ts";

/** Whether a key, or a key below it, has values that are ordered by strictness. */
export function hasOrder(key: string): boolean {
  const [scope = "", ...rest] = key.split(".");
  const names =
    scope === "stages" ? ["source", "image", "deploy", "custom"].map((it) => [it, ...rest].join(".")) : [key];
  return Object.keys(strictness).some((it) => names.some((name) => it === name || it.startsWith(`${name}.`)));
}

/**
 * How to fix a service's value that is less strict than the platform's; null if it is at least as strict. `key` is the key
 * in the syntax of locks, and `isSet` is whether the platform's defaults set the locked key.
 */
export function loosened(key: string, { value, replaced = [] }: Located, isSet: boolean): string | null {
  const known = Object.hasOwn(strictness, key) ? strictness[key] : undefined;
  const [nearest] = replaced;
  if (known === undefined) return nearest === undefined ? null : "remove it";
  const limit = nearest === undefined ? known.fallback : nearest.value;
  if (limit === undefined) return isSet ? "remove it" : null;
  return isAsStrict(known, value, limit) ? null : `remove it, or ${allowed(known, limit)}`;
}

function isAsStrict({ order, values = [] }: Strictness, value: unknown, limit: unknown): boolean {
  switch (order) {
    case "true":
      return value === true || limit === false;
    case "greater":
      return Number(value) >= Number(limit);
    case "less":
      return Number(value) <= Number(limit);
    case "earlier":
      return values.indexOf(String(value)) <= values.indexOf(String(limit));
    case "subset":
      return listOf(value).every((it) => listOf(limit).includes(it));
  }
}

function allowed({ order, values = [] }: Strictness, limit: unknown): string {
  switch (order) {
    case "true":
      return "set true";
    case "greater":
      return `set at least ${limit}`;
    case "less":
      return `set at most ${limit}`;
    case "earlier":
      return `set one of ${values.slice(0, values.indexOf(String(limit)) + 1).join(", ")}`;
    case "subset":
      return `list only some of ${listOf(limit).join(", ")}`;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
