import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { fitsPlatform, fitsService, fitsStep } from "../generated/fits.js";
import { validatePlatform, validateService, validateStep } from "../generated/validators.js";
import type { SpecDocument } from "../parse/document.ts";
import type { Checked } from "../spec/specs.ts";
import { describe } from "./schema-errors.ts";

/** What a schema says of a document; `checked` where the spec has its shape, so that rules may look at it. */
export interface SchemaResult<T> {
  readonly checked: Checked<T> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Errors after which a spec has another shape than its type says. */
const shapeless = new Set(["type", "required", "discriminator"]);

/** What says whether a value fits, and what says why it does not: the larger code, looked at only where one does not. */
const schemas = {
  platform: { fits: fitsPlatform, validator: () => validatePlatform },
  service: { fits: fitsService, validator: () => validateService },
  step: { fits: fitsStep, validator: () => validateStep },
};

/** Holds a document against its schema. A document that could not be read gives nothing. */
export function checkSchema<T>(document: SpecDocument, name: keyof typeof schemas): SchemaResult<T> {
  if (document.root === null) return { checked: null, diagnostics: [] };
  const checked = { document, spec: document.value as T };
  const { fits, validator } = schemas[name];
  if (fits(document.value)) return { checked, diagnostics: [] };
  const validate = validator();
  validate(document.value);
  const errors: readonly ErrorObject[] = validate.errors ?? [];
  const usable = !errors.some(({ keyword }) => shapeless.has(keyword));
  return { checked: usable ? checked : null, diagnostics: errors.flatMap((error) => describe(document, error)) };
}
