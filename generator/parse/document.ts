import type { Position } from "../model/origin.ts";

/** A range of a spec's text: its start, and its number of characters on the first line. */
export interface Span {
  readonly at: Position;
  readonly length: number;
}

/** Keys and indices from the root of a document: `["stages", 0, "owner"]`. */
export type SpecPath = readonly (string | number)[];

/** A YAML node as plain data with its place; `entries` has the places of a mapping's keys. */
export interface Located {
  readonly value: unknown;
  readonly span: Span;
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly node: Located }> | null;
  readonly items: readonly Located[] | null;
  /** A number as the file has it: `1.20`. */
  readonly source?: string;
  /** The key of the platform's defaults that sets the value: `defaults.kinds.image.engine`. Absent for values of the file. */
  readonly inherited?: string;
  /** The defaults that this value replaces, the most specific first. */
  readonly replaced?: readonly { readonly key: string; readonly span: Span }[];
}

/** The prototype of mappings. No key of a spec can name a symbol, and conversion to text works as for other objects. */
const plain = Object.assign(Object.create(null), { [Symbol.toPrimitive]: () => "[object Object]" });

/** A mapping without keys: a lookup of "constructor" finds only a key of the spec. */
export function emptyMapping(): Record<string, unknown> {
  return Object.create(plain);
}

/** A parsed spec file: its plain value and the place of each key and value. */
export class SpecDocument {
  constructor(
    readonly path: string,
    /** Null if the text has an error or no value. */
    readonly root: Located | null,
  ) {}

  /** The spec as plain data; null if it could not be parsed. */
  get value(): unknown {
    return this.root?.value ?? null;
  }

  /** The place of the value at a path; of the nearest enclosing value if the path does not exist. */
  valueSpan(path: SpecPath): Span {
    let node = this.root;
    let span = node?.span ?? { at: { file: this.path, line: 1, column: 1 }, length: 1 };
    for (const step of path) {
      node = child(node, step);
      if (node === null) return span;
      span = node.span;
    }
    return span;
  }

  /** The place of the key at a path; the same as `valueSpan` for list items and paths that do not exist. */
  keySpan(path: SpecPath): Span {
    const last = path.at(-1);
    const entry = last === undefined ? undefined : this.find(path.slice(0, -1))?.entries?.get(String(last));
    return entry?.key ?? this.valueSpan(path);
  }

  /** The node at a path; null if the path does not exist. */
  find(path: SpecPath): Located | null {
    return path.reduce<Located | null>(child, this.root);
  }
}

function child(node: Located | null, step: string | number): Located | null {
  return node?.items?.[Number(step)] ?? node?.entries?.get(String(step))?.node ?? null;
}
