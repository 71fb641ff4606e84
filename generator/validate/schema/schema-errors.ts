import type { ErrorObject } from "ajv";
import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { namesSecret } from "../../diagnostics/secret-forms.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show, textOf } from "../../diagnostics/wording.ts";
import type { Span, SpecDocument, SpecPath } from "../../parse/document.ts";
import { keyName } from "../../spec/key-name.ts";
import type { StageSpec } from "../../spec/specs.ts";
import { misspelledKey } from "./unknown-keys.ts";

/** The document with an error, and the platform spec, whose names appear in hints. */
export interface Context {
  readonly document: SpecDocument;
  readonly platform: SpecDocument | null;
}

/** An error of Ajv with the data for its message. */
interface Failing extends Context {
  readonly error: ErrorObject;
  readonly path: SpecPath;
  /** The key for the message; `the spec` for the root. */
  readonly where: string;
  readonly span: Span;
  readonly schema: Readonly<Record<string, unknown>>;
}

/** Converts an error of Ajv to diagnostics: usually one, none for errors that only repeat another. */
export function describe({ document, platform }: Context, error: ErrorObject): Diagnostic[] {
  const pointer = error.instancePath.split("/").slice(1);
  const path = pointer.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = error.propertyName;
  const failing = {
    document,
    platform,
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
  uniqueItems: duplicateItem,
  propertyNames: () => [],
  oneOf: () => [],
  if: () => [],
};

function unknownKey({ document, error, path, where, schema }: Failing): Diagnostic[] {
  const name = String(error.params.additionalProperty);
  const known = Object.keys((schema.properties as object | undefined) ?? {});
  const noun = schema["x-noun"] ?? `a key of ${where}`;
  const span = document.keySpan([...path, name]);
  const meant = misspelledKey(name, known);
  if (meant !== null && meant.value !== null) {
    const hint = `write ${meant.key}: ${meant.value}`;
    return [finding("SW201", span, `a space is missing after "${meant.key}:"`, { hint })];
  }
  const hint = meant === null ? undefined : `did you mean "${meant.key}"?`;
  const secret = namesSecret(name) ? ({ secret: "after" } as const) : {};
  return [finding("SW201", span, `${show(name)} is not ${noun}; ${oneOf(known)}`, { ...hinted(hint), ...secret })];
}

function missingKey({ document, platform, error, path, where, schema }: Failing): Diagnostic[] {
  const name = String(error.params.missingProperty);
  const properties = schema.properties as Record<string, Record<string, unknown>> | undefined;
  const property = (properties && Object.hasOwn(properties, name) ? properties[name] : undefined) ?? {};
  const sample = (property.examples as readonly unknown[] | undefined)?.[0];
  const code = (property["x-missing"] ?? "SW202") as Code;
  const span = path.length === 0 ? { ...document.valueSpan([]), length: 1 } : document.keySpan(path);
  return [
    finding(
      code,
      span,
      `${where} lacks "${name}"`,
      hinted(namedHint(platform, name) ?? sampleHint(document, path, name, sample)),
    ),
  ];
}

/** A hint with the example of a key. An ID is one that no other entry of the list has. */
function sampleHint(document: SpecDocument, path: SpecPath, name: string, sample: unknown): string | undefined {
  if (sample === undefined) return undefined;
  if (name !== "id" || typeof sample !== "string") return `add ${name}: ${inline(sample)}`;
  const used = (document.find(path.slice(0, -1))?.items ?? []).map((it) => it.entries?.get("id")?.node.value);
  const kind = document.find([...path, "kind"])?.value;
  const wanted = [kind === "source" ? "build" : kind, kind, sample, "ID"];
  return `add id: ${inline(wanted.find((it) => typeof it === "string" && it !== "" && !used.includes(it)))}`;
}

/** Keys whose values are names of a section of the platform spec. */
const SECTIONS: Readonly<Record<string, string>> = {
  owner: "teams",
  registry: "registries",
  environment: "environments",
  engine: "engines",
};

/** A hint with the names that the platform spec defines, in place of a name of another site. */
function namedHint(platform: SpecDocument | null, key: string): string | undefined {
  const section = Object.hasOwn(SECTIONS, key) ? SECTIONS[key] : undefined;
  if (platform === null || section === undefined || platform.root === null) return undefined;
  const names = [...(platform.find([section])?.entries?.keys() ?? [])];
  if (names.length === 0) return `define one under ${section} in the platform spec, and add ${key}`;
  return `add ${key}: NAME; ${oneOf(names)}`;
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
  const hint = quoted ? quotedValue(document, path, error.data) : example(schema);
  // An empty value has no text to underline, so this marks its key.
  const place = error.data === null ? document.keySpan(path) : span;
  if (error.data === null)
    return [finding("SW203", place, `${where} has no value; it must be ${wanted}`, hinted(hint))];
  return [finding("SW203", place, `${where} must be ${wanted}, not ${kindOf(error.data)}`, hinted(hint))];
}

/** The fix for an unquoted number, as the file has it: `1.20`, which YAML reads as 1.2. */
function quotedValue(document: SpecDocument, path: SpecPath, value: unknown): string {
  const text = document.find(path)?.source ?? textOf(value);
  if (path.join(".") === "library.version") return `write three numbers: ${text}.0`;
  return `quote it: '${text}'`;
}

function kindOf(value: unknown): string {
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "string" ? `the text ${show(value)}` : show(value);
}

function notOneOf({ error, where, span, schema }: Failing): Diagnostic[] {
  const { allowedValues, allowedValue } = error.params as { allowedValues?: unknown[]; allowedValue?: unknown };
  const allowed = (allowedValues ?? [allowedValue]).map(String);
  const noun = schema["x-noun"] ?? `a value of ${where}`;
  const hint = didYouMean(textOf(error.data), allowed);
  return [finding("SW204", span, `${show(error.data)} is not ${noun}; ${oneOf(allowed)}`, hinted(hint))];
}

function unknownKind({ document, error, path, where }: Failing): Diagnostic[] {
  const kind = error.params.tagValue as unknown;
  // Another error reports a stage without a kind, or a stage that is not a mapping.
  if (kind === undefined) return [];
  const kinds: readonly StageSpec["kind"][] = ["source", "image", "deploy", "custom"];
  const hint = didYouMean(textOf(kind), kinds);
  const span = document.valueSpan([...path, String(error.params.tag)]);
  return [
    finding(
      "SW204",
      span,
      `${show(kind)} is not a kind of stage; ${oneOf(kinds)}`,
      hinted(hint ?? `set the kind of ${where}`),
    ),
  ];
}

/** The `x-noun` of the ids of credentials. */
const CREDENTIAL = "a credential id";

function wrongForm({ error, span, where, schema }: Failing): Diagnostic[] {
  const value = error.propertyName ?? error.data;
  const noun = schema["x-noun"] ?? `valid for ${where}`;
  const expected = schema["x-expected"] === undefined ? "" : `: ${schema["x-expected"]}`;
  const code = (schema["x-code"] ?? "SW205") as Code;
  // What is there in place of an id can be the secret itself.
  if (noun === CREDENTIAL)
    return [
      finding(code, span, `the value of ${where} is not ${noun}${expected}`, {
        ...hinted(example(schema)),
        secret: "marked",
      }),
    ];
  const length = [...textOf(value)].length;
  const limit = Number(/at most (\d+)/.exec(expected)?.[1] ?? Number.POSITIVE_INFINITY);
  if (length > limit) {
    const message = `${show(value)} has ${length} characters; ${noun} has at most ${limit}`;
    return [finding(code, span, message, { hint: "shorten it" })];
  }
  return [finding(code, span, `${show(value)} is not ${noun}${expected}`, hinted(example(schema)))];
}

function duplicateItem({ document, error, path, where }: Failing): Diagnostic[] {
  const { i, j } = error.params as { i: number; j: number };
  const [first, second] = [Math.min(i, j), Math.max(i, j)];
  const item = (error.data as readonly unknown[])[second];
  const related = [{ at: document.valueSpan([...path, first]).at, message: "the first one" }];
  const hint = "remove one of the two";
  return [
    finding("SW207", document.valueSpan([...path, second]), `${show(item)} is in ${where} twice`, { related, hint }),
  ];
}

function outOfBounds({ error, where, span }: Failing): Diagnostic[] {
  const limit = String(error.params.limit);
  const count = sizeOf(error.data);
  const sentences: Readonly<Record<string, string>> = {
    minimum: `must be at least ${limit}, not ${show(error.data)}`,
    maximum: `must be at most ${limit}, not ${show(error.data)}`,
    minLength: limit === "1" ? "must not be empty" : `has ${count} characters; at least ${limit} are required`,
    maxLength: `has ${count} characters; at most ${limit} are allowed`,
    minItems: `needs at least ${limit} ${limit === "1" ? "item" : "items"}`,
    maxItems: `has ${count} items; at most ${limit} ${limit === "1" ? "is" : "are"} allowed`,
    maxProperties: `has ${count} keys; at most ${limit} ${limit === "1" ? "is" : "are"} allowed`,
    minProperties: `needs at least ${limit} ${limit === "1" ? "key" : "keys"}`,
  };
  return [finding("SW206", span, `${where} ${sentences[error.keyword] ?? "is invalid"}`)];
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return [...value].length;
  return Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
}

function example(schema: Readonly<Record<string, unknown>>): string | undefined {
  const sample = (schema.examples as readonly unknown[] | undefined)?.[0];
  // A text of several lines, such as a key, does not fit in a message.
  const fits = sample !== undefined && !String(sample).includes("\n");
  return fits ? `for example ${inline(sample)}` : undefined;
}

function inline(sample: unknown): string {
  return typeof sample === "string" ? sample : JSON.stringify(sample);
}

function hinted(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
