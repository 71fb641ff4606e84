import { nearestName } from "../diagnostics/suggest.ts";
import type { Model } from "../model/model.ts";
import type { Origin, Position } from "../model/origin.ts";

/** Where one value of the model came from. */
export interface Trace {
  /** As users write it: `shop.stages.image.engine`, `registries.harbor.host`. */
  readonly key: string;
  /** Undefined where the model keeps no single value for the key. */
  readonly value: unknown;
  readonly kind: Origin["kind"];
  readonly at: Position | null;
  /** The default of the platform that gave it. */
  readonly inherited: string | null;
  readonly replaced: readonly { readonly key: string; readonly at: Position }[];
  readonly lock: { readonly key: string; readonly may: string; readonly at: Position | null } | null;
}

/** The traces of a key and of all below it, of every service where it names none; empty where there is none. */
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

/** The key that was probably meant; null where none is near. */
export function nearestKey(model: Model, key: string): string | null {
  const known = [...new Set(entries(model).flatMap(({ names }) => names))];
  return nearestName(key.replaceAll("/", "."), known);
}

interface Entry {
  readonly path: string;
  readonly origin: Origin;
  /** The key with its service before it, then alone, then as the model has it. */
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

/** The model's lists are found by name or id. */
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
