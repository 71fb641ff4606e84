import { Bug } from "../diagnostics/bug.ts";
import { quoteGroovy } from "./groovy-string.ts";

const INDENT = 4;
const MAX_COLUMNS = 120;
/** The CPS compiler accepts at most 250 elements or 125 entries in one literal. */
const MAX_ELEMENTS = 200;
const MAX_ENTRIES = 100;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const KEYWORDS = new Set(
  `abstract as assert boolean break byte case catch char class const continue def default do double else enum extends
  false final finally float for goto if implements import in instanceof int interface long native new null package
  private protected public return short static strictfp super switch synchronized this threadsafe throw throws trait
  transient true try void volatile while`.split(/\s+/),
);

/** The position of a literal: the indentation of its line, and its first column. */
export interface Place {
  readonly indent: number;
  readonly column: number;
  /** Columns that the template adds before each line. */
  readonly margin?: number;
}

/** Arguments whose values are variables of the script: `releases`, or an entry of it, `["releases", "build"]`. */
export type Variables = Readonly<Record<string, readonly string[]>>;

/** Writes a value as a Groovy 2.4 literal; a list or map that does not fit in 120 columns gets a line for each element. */
export function groovyLiteral(value: unknown, place: Place = { indent: 0, column: 0 }): string {
  const flat = flatLiteral(value);
  if (typeof value !== "object" || value === null) return flat;
  if ((place.margin ?? 0) + place.column + flat.length < MAX_COLUMNS && size(value) <= limit(value)) return flat;
  return chunks(value)
    .map((chunk) => brokenLiteral(chunk, place))
    .join(" + ");
}

/** Writes a call with named arguments: on one line if it is short and has few, else with one argument on each line. */
export function groovyCall(
  name: string,
  args: Readonly<Record<string, unknown>>,
  place: Place,
  variables: Variables = {},
): string {
  if (!name.split(".").every((part) => IDENTIFIER.test(part))) throw new Bug(`"${name}" is not a Groovy method`);
  const flat = `${name}(${flatEntries(args, variables)})`;
  const fits = (place.margin ?? 0) + place.column + flat.length <= MAX_COLUMNS;
  if (fits && Object.keys(args).length <= 3) return flat;
  return `${name}(\n${brokenEntries(args, place, variables)}\n${" ".repeat(place.indent)})`;
}

/** A variable of the script, or an entry of one. */
export function groovyVariable([name = "", ...keys]: readonly string[]): string {
  if (!IDENTIFIER.test(name)) throw new Bug(`"${name}" is not a Groovy variable`);
  return name + keys.map((key) => (mapKey(key) === key ? `.${key}` : `[${quoteGroovy(key)}]`)).join("");
}

function flatLiteral(value: unknown): string {
  switch (typeof value) {
    case "string":
      return quoteGroovy(value);
    case "boolean":
      return String(value);
    case "number":
      return numberLiteral(value);
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `[${value.map(flatLiteral).join(", ")}]`;
      return Object.keys(value).length === 0 ? "[:]" : `[${flatEntries(value as Record<string, unknown>)}]`;
    default:
      throw new Bug(`a ${typeof value} has no Groovy literal`);
  }
}

function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new Bug(`${value} has no Groovy literal`);
  return Object.is(value, -0) ? "0" : String(value);
}

function flatEntries(entries: Readonly<Record<string, unknown>>, variables: Variables = {}): string {
  return Object.entries(entries)
    .map(([key, value]) => `${mapKey(key)}: ${variableOr(key, variables, () => flatLiteral(value))}`)
    .join(", ");
}

/** The variable of a key, or else its literal. A key can have the name of a function of all objects. */
function variableOr(key: string, variables: Variables, literal: () => string): string {
  const variable = Object.hasOwn(variables, key) ? variables[key] : undefined;
  return variable ? groovyVariable(variable) : literal();
}

function brokenEntries(
  entries: Readonly<Record<string, unknown>>,
  { indent, margin = 0 }: Place,
  variables: Variables = {},
): string {
  const inner = indent + INDENT;
  return Object.entries(entries)
    .map(([key, value]) => {
      const start = `${" ".repeat(inner)}${mapKey(key)}: `;
      const literal = () => groovyLiteral(value, { indent: inner, column: start.length, margin });
      return `${start}${variableOr(key, variables, literal)},`;
    })
    .join("\n");
}

function brokenLiteral(value: object, place: Place): string {
  const { indent, margin = 0 } = place;
  const close = `\n${" ".repeat(indent)}]`;
  if (!Array.isArray(value)) return `[\n${brokenEntries(value as Record<string, unknown>, place)}${close}`;
  const inner = indent + INDENT;
  const start = " ".repeat(inner);
  const lines = value.map((element) => start + groovyLiteral(element, { indent: inner, column: inner, margin }));
  return `[\n${lines.join(",\n")},${close}`;
}

function mapKey(key: string): string {
  return IDENTIFIER.test(key) && !KEYWORDS.has(key) ? key : quoteGroovy(key);
}

function size(value: object): number {
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function limit(value: object): number {
  return Array.isArray(value) ? MAX_ELEMENTS : MAX_ENTRIES;
}

function chunks(value: object): object[] {
  const items: unknown[] = Array.isArray(value) ? value : Object.entries(value);
  const parts: object[] = [];
  for (let start = 0; start < items.length; start += limit(value)) {
    const part = items.slice(start, start + limit(value));
    parts.push(Array.isArray(value) ? part : Object.fromEntries(part as [string, unknown][]));
  }
  return parts;
}
