import type { ErrorObject } from "ajv";
import type { Code } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { didYouMean, oneOf, show } from "../diagnostics/wording.ts";
import type { Span, SpecDocument, SpecPath } from "../parse/document.ts";
import { keyName } from "../spec/key-name.ts";

/** One of Ajv's errors, with what a sentence about it needs. */
interface Failing {
  readonly document: SpecDocument;
  readonly error: ErrorObject;
  readonly path: SpecPath;
  /** The place as users write it; `the spec` for the root. */
  readonly where: string;
  readonly span: Span;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** What users read of one of Ajv's errors: mostly one diagnostic, none for those that only repeat another. */
export function describe(document: SpecDocument, error: ErrorObject): Diagnostic[] {
  const pointer = error.instancePath.split("/").slice(1);
  const path = pointer.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = error.propertyName;
  const failing = {
    document,
    error,
    path,
    where: keyName(document, path) || "the spec",
    span: name === undefined ? document.valueSpan(path) : document.keySpan([...path, name]),
    schema: (error.parentSchema ?? {}) as Readonly<Record<string, unknown>>,
  };
  return describers[error.keyword]?.(failing) ?? outOfBounds(failing);
}

const describers: Readonly<Record<string, (failing: Failing) => Diagnostic[]>> = {
  additionalProperties: unknownKey,
  required: missingKey,
  type: wrongType,
  enum: notOneOf,
  const: notOneOf,
  discriminator: unknownKind,
  pattern: wrongForm,
  uniqueItems: twice,
  propertyNames: () => [],
  oneOf: () => [],
  if: () => [],
};

function unknownKey({ document, error, path, where, schema }: Failing): Diagnostic[] {
  const name = String(error.params.additionalProperty);
  const known = Object.keys((schema.properties as object | undefined) ?? {});
  const noun = schema["x-noun"] ?? `a key of ${where}`;
  const hint = didYouMean(name, known);
  const message = `${show(name)} is not ${noun}; ${oneOf(known)}`;
  return [finding("SW201", document.keySpan([...path, name]), message, hinted(hint))];
}

function missingKey({ document, error, path, where, schema }: Failing): Diagnostic[] {
  const name = String(error.params.missingProperty);
  const properties = schema.properties as Record<string, Record<string, unknown>> | undefined;
  const property = properties?.[name] ?? {};
  const sample = (property.examples as readonly unknown[] | undefined)?.[0];
  const code = (property["x-missing"] ?? "SW202") as Code;
  const span = path.length === 0 ? { ...document.valueSpan([]), length: 1 } : document.keySpan(path);
  return [
    finding(
      code,
      span,
      `${where} lacks "${name}"`,
      hinted(sample === undefined ? undefined : `add ${name}: ${inline(sample)}`),
    ),
  ];
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
};

function wrongType({ document, error, path, where, span, schema }: Failing): Diagnostic[] {
  const types = [error.params.type as string | readonly string[]].flat();
  const wanted = types.map((type) => typeNames[type] ?? type).join(" or ");
  const scalar = typeof error.data === "number" || typeof error.data === "boolean";
  const quoted = types.includes("string") && scalar;
  const hint = quoted ? "quote it: 1.20 unquoted is the number 1.2" : example(schema);
  // An absent value has no text to underline but its key.
  const place = error.data === null ? document.keySpan(path) : span;
  return [finding("SW203", place, `${where} must be ${wanted}, not ${kindOf(error.data)}`, hinted(hint))];
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "string" ? `the text ${show(value)}` : show(value);
}

function notOneOf({ error, where, span, schema }: Failing): Diagnostic[] {
  const { allowedValues, allowedValue } = error.params as { allowedValues?: unknown[]; allowedValue?: unknown };
  const allowed = (allowedValues ?? [allowedValue]).map(String);
  const noun = schema["x-noun"] ?? `a value of ${where}`;
  const hint = didYouMean(String(error.data), allowed);
  return [finding("SW204", span, `${show(error.data)} is not ${noun}; ${oneOf(allowed)}`, hinted(hint))];
}

function unknownKind({ document, error, path, where }: Failing): Diagnostic[] {
  const given = error.params.tagValue as unknown;
  // That it is missing, or the stage no mapping, is said by another error.
  if (given === undefined) return [];
  const kinds = ["source", "image", "deploy"];
  const hint = didYouMean(String(given), kinds);
  const span = document.valueSpan([...path, String(error.params.tag)]);
  return [
    finding(
      "SW204",
      span,
      `${show(given)} is not a kind of stage; ${oneOf(kinds)}`,
      hinted(hint ?? `${where} needs one`),
    ),
  ];
}

function wrongForm({ error, span, where, schema }: Failing): Diagnostic[] {
  const value = error.propertyName ?? error.data;
  const noun = schema["x-noun"] ?? `right for ${where}`;
  const expected = schema["x-expected"] === undefined ? "" : `: ${schema["x-expected"]}`;
  const code = (schema["x-code"] ?? "SW205") as Code;
  return [finding(code, span, `${show(value)} is not ${noun}${expected}`, hinted(example(schema)))];
}

function twice({ document, error, path, where }: Failing): Diagnostic[] {
  const { i, j } = error.params as { i: number; j: number };
  const [first, second] = [Math.min(i, j), Math.max(i, j)];
  const item = (error.data as readonly unknown[])[second];
  const related = [{ at: document.valueSpan([...path, first]).at, message: "the first one" }];
  return [
    finding("SW207", document.valueSpan([...path, second]), `${show(item)} stands twice in ${where}`, { related }),
  ];
}

function outOfBounds({ error, where, span }: Failing): Diagnostic[] {
  const limit = String(error.params.limit);
  const says: Readonly<Record<string, string>> = {
    minimum: `must be at least ${limit}, not ${show(error.data)}`,
    maximum: `must be at most ${limit}, not ${show(error.data)}`,
    minLength: limit === "1" ? "must not be empty" : `needs at least ${limit} characters`,
    maxLength: `takes at most ${limit} characters`,
    minItems: `needs at least ${limit} ${limit === "1" ? "item" : "items"}`,
    maxItems: `takes at most ${limit} ${limit === "1" ? "item" : "items"}`,
    minProperties: `needs at least ${limit} ${limit === "1" ? "key" : "keys"}`,
  };
  return [finding("SW206", span, `${where} ${says[error.keyword] ?? "does not fit its schema"}`)];
}

function example(schema: Readonly<Record<string, unknown>>): string | undefined {
  const sample = (schema.examples as readonly unknown[] | undefined)?.[0];
  return sample === undefined ? undefined : `such as ${inline(sample)}`;
}

function inline(sample: unknown): string {
  return typeof sample === "string" ? sample : JSON.stringify(sample);
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
