import { nearestName } from "../diagnostics/suggest.ts";
import type { Model } from "../model/model.ts";
import type { Origin, Position } from "../model/origin.ts";

/** The origin of one value of the model. */
export interface Trace {
  /** The key as users write it: `shop.stages.image.engine`, `registries.harbor.host`. */
  readonly key: string;
  /** Undefined if the model has no single value for the key. */
  readonly value: unknown;
  readonly kind: Origin["kind"];
  readonly at: Position | null;
  /** The platform default that provides the value; null if there is none. */
  readonly inherited: string | null;
  readonly replaced: readonly { readonly key: string; readonly at: Position }[];
  readonly lock: { readonly key: string; readonly may: string; readonly at: Position | null } | null;
}

/** Returns the origins of a key and of all keys below it. A key without a service name matches every service. Empty if no key matches. */
export function trace(model: Model, key: string): Trace[] {
  const wanted = key.replaceAll("/", ".").replace(/^services\./, "");
  const all = entries(model);
  const exact = all.filter((it) => it.names.includes(wanted));
  const found = exact.length > 0 ? exact : all.filter((it) => it.names.some((name) => name.startsWith(`${wanted}.`)));
  return found.map(({ names, path, origin }) => ({
    key: names[0] ?? path,
    value: valueAt(model, path),
    kind: origin.kind,
    at: origin.at ?? null,
    inherited: origin.inherited ?? null,
    replaced: origin.replaced ?? [],
    lock: origin.lock === undefined ? null : { ...origin.lock, at: origin.lock.at ?? null },
  }));
}

/** Returns the most similar key; null if no key is similar. */
export function nearestKey(model: Model, key: string): string | null {
  const known = [...new Set(entries(model).flatMap(({ names }) => names))];
  return nearestName(key.replaceAll("/", "."), known);
}

interface Entry {
  readonly path: string;
  readonly origin: Origin;
  /** The key with its service as prefix, then without it, then as it is in the model. */
  readonly names: readonly string[];
}

function entries(model: Model): Entry[] {
  return [...model.origins].map(([path, origin]) => {
    const service = /^services\/([^/]+)/.exec(path)?.[1];
    const inModel = path.replaceAll("/", ".").replace(/^services\./, "");
    const own = service === undefined ? [origin.key] : [`${service}.${origin.key}`.replace(/\.$/, ""), origin.key];
    return { path, origin, names: [...new Set([...own, inModel])] };
  });
}

/** Items of the model's lists are identified by name or id. */
function valueAt(model: Model, path: string): unknown {
  let value: unknown = model;
  for (const step of path.split("/")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Array.isArray(value)
      ? value.find((it, index) => [it?.id, it?.name, String(index)].includes(step))
      : (value as Record<string, unknown>)[step];
  }
  return value;
}
