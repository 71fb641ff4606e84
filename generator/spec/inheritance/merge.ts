import { type Default, emptyMapping, type Located } from "../../parse/document.ts";

/** Whether a service's list at a path is added to the default list. */
export type Appends = (path: readonly string[]) => boolean;

/** A node of the defaults with each value marked with its key: `defaults.kinds.image.engine`. */
export function marked(node: Located, key: string): Located {
  return {
    ...node,
    inherited: key,
    items: node.items?.map((item, index) => marked(item, `${key}[${index + 1}]`)) ?? null,
    entries:
      node.entries &&
      new Map([...node.entries].map(([name, it]) => [name, { ...it, node: marked(it.node, `${key}.${name}`) }])),
  };
}

/** The mapping with only some of its keys. */
export function picked(node: Located, keep: (key: string) => boolean): Located {
  return mapping(node, new Map([...(node.entries ?? [])].filter(([key]) => keep(key))));
}

/** The mapping with other entries. */
export function mapping(node: Located, entries: NonNullable<Located["entries"]>): Located {
  const value = emptyMapping();
  for (const [key, it] of entries) value[key] = it.node.value;
  return { ...node, value, entries, items: null };
}

/** The list with other items. */
export function list(node: Located, items: readonly Located[]): Located {
  return { ...node, value: items.map(({ value }) => value), entries: null, items };
}

/** Merges `above` into `below`: mappings key by key; lists are added if allowed; other values replace. */
export function overlay(below: Located, above: Located, appends: Appends, path: readonly string[] = []): Located {
  if (below.entries !== null && above.entries !== null) {
    const own = above.entries;
    const entries = new Map([...below.entries].filter(([key]) => !isReplaced(path, key, own)));
    for (const [key, it] of own) {
      const under = below.entries.get(key);
      const node = under === undefined ? it.node : overlay(under.node, it.node, appends, [...path, key]);
      entries.set(key, { key: it.key, node });
    }
    return { ...mapping(above, entries), ...mergedWith(below, above) };
  }
  if (below.items !== null && above.items !== null && appends(path)) {
    return { ...list(above, [...below.items, ...above.items]), ...mergedWith(below, above) };
  }
  return { ...above, replaced: [...(above.replaced ?? []), ...defaultsIn(below)] };
}

/** Whether a more specific agent replaces the general one: a label replaces a pod, and a pod replaces a label. */
function isReplaced(path: readonly string[], key: string, above: NonNullable<Located["entries"]>): boolean {
  if (path.join(".") !== "agent") return false;
  return (key === "label" && above.has("pod")) || (key === "pod" && above.has("label"));
}

/** Whether the platform's defaults set a value, or a part of it, even if a service changes it. */
export function isSetByPlatform({ inherited, replaced = [], merged = [] }: Located): boolean {
  return inherited !== undefined || replaced.length > 0 || merged.length > 0;
}

function mergedWith(below: Located, above: Located): Pick<Located, "merged"> {
  const merged = [...(above.merged ?? []), ...defaultsIn(below)];
  return merged.length === 0 ? {} : { merged };
}

/** The default that set a value, and those below it. */
function defaultsIn({ inherited, span, value, replaced = [], merged = [] }: Located): Default[] {
  return [...(inherited ? [{ key: inherited, span, value }] : []), ...replaced, ...merged];
}
