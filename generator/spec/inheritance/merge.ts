import { emptyMapping, type Located } from "../../parse/document.ts";

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
    const entries = new Map(below.entries);
    for (const [key, it] of above.entries) {
      const under = below.entries.get(key);
      const node = under === undefined ? it.node : overlay(under.node, it.node, appends, [...path, key]);
      entries.set(key, { key: it.key, node });
    }
    return mapping(above, entries);
  }
  if (below.items !== null && above.items !== null && appends(path)) {
    return list(above, [...below.items, ...above.items]);
  }
  const { inherited, span, replaced = [] } = below;
  return {
    ...above,
    replaced: [...(above.replaced ?? []), ...(inherited ? [{ key: inherited, span }] : []), ...replaced],
  };
}
