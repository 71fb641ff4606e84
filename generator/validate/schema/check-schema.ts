import type { ErrorObject } from "ajv";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { fitsPlatform, fitsScenarios, fitsService, fitsStep } from "../../generated/fits.js";
import { validatePlatform, validateScenarios, validateService, validateStep } from "../../generated/validators.js";
import type { SpecDocument } from "../../parse/document.ts";
import type { Checked } from "../../spec/specs.ts";
import { describe } from "./schema-errors.ts";
import { withoutCausedErrors } from "./unknown-keys.ts";

/** The result of a schema validation. `checked` is set if the spec has the right structure for the rules. */
export interface SchemaResult<T> {
  readonly checked: Checked<T> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Errors after which the spec does not have the structure of its type. */
const shapeless = new Set(["type", "required", "discriminator"]);

/** `fits` only checks a value; the larger `validator` explains why a value is invalid, and loads only then. */
const schemas = {
  platform: { fits: fitsPlatform, validator: () => validatePlatform },
  service: { fits: fitsService, validator: () => validateService },
  scenarios: { fits: fitsScenarios, validator: () => validateScenarios },
  step: { fits: fitsStep, validator: () => validateStep },
};

/** Validates a document with its schema. Hints name ids of the platform spec. Skips a document that could not be parsed. */
export function checkSchema<T>(
  document: SpecDocument,
  name: keyof typeof schemas,
  platform: SpecDocument | null = null,
): SchemaResult<T> {
  if (document.root === null) return { checked: null, diagnostics: [] };
  const checked = { document, spec: document.value as T };
  const { fits, validator } = schemas[name];
  if (fits(document.value)) return { checked, diagnostics: [] };
  const validate = validator();
  validate(document.value);
  const errors: readonly ErrorObject[] = validate.errors ?? [];
  const usable = !errors.some(({ keyword }) => shapeless.has(keyword));
  return {
    checked: usable ? checked : null,
    diagnostics: withoutCausedErrors(errors).flatMap((error) => describe({ document, platform }, error)),
  };
}
