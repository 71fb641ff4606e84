import type { ParameterType } from "../../model/api.ts";
import { type Argument, argumentsOf, closing } from "./calls.ts";
import type { Token } from "./tokens.ts";

/** The type of a literal. */
export type LiteralType = ParameterType | "null" | "closure";

/** The type of an argument; null if it is known only at run time. */
export function literalType(value: readonly Token[]): LiteralType | null {
  const [first, second] = value;
  if (first === undefined) return null;
  if (first.kind === "text") return second === undefined || second.text === "+" ? "text" : null;
  const signed = first.text === "-" && second?.kind === "number";
  if (first.kind === "number" || signed) return value.length === (signed ? 2 : 1) ? "number" : null;
  if (first.kind === "name") return value.length === 1 ? wordType(first.text) : null;
  if (first.text === "{") return closing(value, 0) === value.length - 1 ? "closure" : null;
  if (first.text !== "[" || closing(value, 0) !== value.length - 1) return null;
  return mapEntries(value) === null ? "list" : "map";
}

/** The entries of a map literal; null for anything else. */
export function mapEntries(value: readonly Token[]): readonly Argument[] | null {
  if (value[0]?.text !== "[" || value[0].kind !== "sign" || closing(value, 0) !== value.length - 1) return null;
  const inside = value.slice(1, -1).filter(({ kind }) => kind !== "newline");
  if (inside.length === 1 && inside[0]?.text === ":") return [];
  const entries = argumentsOf(value.slice(1, -1));
  const mapped = entries.some(
    ({ name, value: [first] }) => name !== null || first?.text === "*:" || first?.text === "(",
  );
  const pairs = entries.every(({ name, value: tokens }) => name !== null || isPair(tokens));
  return mapped && pairs ? entries : null;
}

/** `*: other`, or `(key): value`. */
export function isPair(tokens: readonly Token[]): boolean {
  if (tokens[0]?.text === "*:") return true;
  return tokens[0]?.text === "(" && tokens[closing(tokens, 0) + 1]?.text === ":";
}

function wordType(word: string): LiteralType | null {
  if (word === "null") return "null";
  return word === "true" || word === "false" ? "boolean" : null;
}
