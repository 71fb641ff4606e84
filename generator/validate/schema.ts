import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Validator } from "../generated/validators.js";
import type { SpecDocument } from "../parse/document.ts";
import { describe } from "./schema-errors.ts";
import type { Checked } from "./specs.ts";

/** What a schema says of a document; `checked` where the spec has its shape, so that rules may look at it. */
export interface SchemaResult<T> {
  readonly checked: Checked<T> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Errors after which a spec has another shape than its type says. */
const shapeless = new Set(["type", "required", "discriminator"]);

/** Holds a document against its schema. A document that could not be read gives nothing. */
export function checkSchema<T>(document: SpecDocument, validator: Validator): SchemaResult<T> {
  if (document.root === null) return { checked: null, diagnostics: [] };
  const checked = { document, spec: document.value as T };
  if (validator(document.value)) return { checked, diagnostics: [] };
  const errors: readonly ErrorObject[] = validator.errors ?? [];
  const usable = !errors.some(({ keyword }) => shapeless.has(keyword));
  return { checked: usable ? checked : null, diagnostics: errors.flatMap((error) => describe(document, error)) };
}
