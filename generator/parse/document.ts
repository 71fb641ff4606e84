import type { Position } from "../model/origin.ts";

/** A piece of a spec's text: where it starts and how many characters of its first line belong to it. */
export interface Span {
  readonly at: Position;
  readonly length: number;
}

/** Keys and indices from a document's root: `["stages", 0, "owner"]`. */
export type SpecPath = readonly (string | number)[];

/** One YAML node as plain data, with its place; `entries` has the places of a mapping's keys. */
export interface Located {
  readonly value: unknown;
  readonly span: Span;
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly node: Located }> | null;
  readonly items: readonly Located[] | null;
  /** The key of the platform's defaults that gave the value: `defaults.kinds.image.engine`; none for a file's own. */
  readonly inherited?: string;
  /** Defaults that it was put in place of, the nearest first. */
  readonly replaced?: readonly { readonly key: string; readonly span: Span }[];
}

/** One spec file, read: its plain value, and where each key and value of it stands. */
export class SpecDocument {
  constructor(
    readonly path: string,
    /** Null where the text has no value to go on with. */
    readonly root: Located | null,
  ) {}

  /** The spec as plain data; null where it could not be read. */
  get value(): unknown {
    return this.root?.value ?? null;
  }

  /** The place of the value at a path; the nearest enclosing one where there is none. */
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

  /** The place of the key at a path; for a list's item and for what is not there, as `valueSpan`. */
  keySpan(path: SpecPath): Span {
    const last = path.at(-1);
    const entry = last === undefined ? undefined : this.find(path.slice(0, -1))?.entries?.get(String(last));
    return entry?.key ?? this.valueSpan(path);
  }

  /** The node at a path; null where there is none. */
  find(path: SpecPath): Located | null {
    return path.reduce<Located | null>(child, this.root);
  }
}

function child(node: Located | null, step: string | number): Located | null {
  return node?.items?.[Number(step)] ?? node?.entries?.get(String(step))?.node ?? null;
}
