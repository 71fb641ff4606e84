import { emptyMapping, type Located, type Span } from "./document.ts";

/**
 * A parsed node as JSON: line, column and length, then its value, its items, or its entries with the place of each key. The
 * last element is the text of a number.
 */
export type EncodedNode = readonly [number, number, number, EncodedValue, source?: string];

type Scalar = string | number | boolean | null;
type EncodedEntry = readonly [name: string, line: number, column: number, length: number, node: EncodedNode];
type EncodedValue = Scalar | readonly EncodedNode[] | { readonly mapping: readonly EncodedEntry[] };

/** Encodes a node of a file; null if JSON cannot represent one of its values. */
export function encode(node: Located): EncodedNode | null {
  try {
    return encodeNode(node);
  } catch (error) {
    if (error instanceof NegativeZero) return null;
    throw error;
  }
}

class NegativeZero extends Error {}

function encodeNode({ value, span: { at, length }, items, entries, source }: Located): EncodedNode {
  if (items !== null) return [at.line, at.column, length, items.map(encodeNode)];
  if (entries !== null) {
    const encoded = [...entries].map(([name, { key, node }]): EncodedEntry => {
      return [name, key.at.line, key.at.column, key.length, encodeNode(node)];
    });
    return [at.line, at.column, length, { mapping: encoded }];
  }
  if (Object.is(value, -0)) throw new NegativeZero();
  const scalar = value as Scalar;
  return source === undefined ? [at.line, at.column, length, scalar] : [at.line, at.column, length, scalar, source];
}

/** Decodes a node of a file. */
export function decode([line, column, length, encoded, source]: EncodedNode, file: string): Located {
  const span = place(file, line, column, length);
  if (typeof encoded !== "object" || encoded === null) {
    const leaf = { value: encoded, span, entries: null, items: null };
    return source === undefined ? leaf : { ...leaf, source };
  }
  if (!("mapping" in encoded)) {
    const items = encoded.map((item) => decode(item, file));
    return { value: items.map(({ value }) => value), span, entries: null, items };
  }
  const entries = new Map<string, { key: Span; node: Located }>();
  const value = emptyMapping();
  for (const [name, keyLine, keyColumn, keyLength, inner] of encoded.mapping) {
    const node = decode(inner, file);
    entries.set(name, { key: place(file, keyLine, keyColumn, keyLength), node });
    value[name] = node.value;
  }
  return { value, span, entries, items: null };
}

function place(file: string, line: number, column: number, length: number): Span {
  return { at: { file, line, column }, length };
}
