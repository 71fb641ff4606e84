import type { Located } from "../../parse/document.ts";

/** Whether a service's list at a path is added to the default's. */
export type Appends = (path: readonly string[]) => boolean;

/** A default's node, each value of it marked with the key that it stands under: `defaults.kinds.image.engine`. */
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

/** Only some keys of a mapping. */
export function picked(node: Located, keep: (key: string) => boolean): Located {
  return mapping(node, new Map([...(node.entries ?? [])].filter(([key]) => keep(key))));
}

/** A mapping with other entries in its place. */
export function mapping(node: Located, entries: NonNullable<Located["entries"]>): Located {
  const value = Object.fromEntries([...entries].map(([key, it]) => [key, it.node.value]));
  return { ...node, value, entries, items: null };
}

/** A list with other items in its place. */
export function list(node: Located, items: readonly Located[]): Located {
  return { ...node, value: items.map(({ value }) => value), entries: null, items };
}

/** `above` laid over `below`: mappings key by key, a list added where it may be, anything else instead. */
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
