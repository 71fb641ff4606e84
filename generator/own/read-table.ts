import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { show } from "../diagnostics/wording.ts";
import type { StepSpec } from "../generated/spec-types.ts";
import type { SourceText } from "../input.ts";
import type { ParameterType } from "../model/api.ts";
import type { OwnParameter, OwnStep } from "../model/own.ts";
import { typeOf } from "../model/parameter-type.ts";
import type { SpecDocument } from "../parse/document.ts";
import { parseText } from "../parse/parse-text.ts";
import { checkSchema } from "../validate/schema/check-schema.ts";

type ParameterSpec = NonNullable<StepSpec["parameters"]>[string];

/** Reads a step's parameter table; null if it has errors, which are in `diagnostics`. */
export function readTable(name: string, source: SourceText) {
  const { document, diagnostics: syntax } = parseText(source);
  const { checked, diagnostics: shape } = checkSchema<StepSpec>(document, "step");
  if (checked === null) return { step: null, diagnostics: [...syntax, ...shape] };
  const found = Object.entries(checked.spec.parameters ?? {}).flatMap(([key, it]) => contradictions(document, key, it));
  const diagnostics = [...syntax, ...shape, ...found];
  return { step: diagnostics.length === 0 ? stepOf(name, checked.spec) : null, diagnostics };
}

function stepOf(name: string, { description, returns, since, deprecated, parameters = {} }: StepSpec): OwnStep {
  return {
    name,
    text: description,
    returns: returns ?? null,
    since: since ?? null,
    deprecated: deprecated ?? null,
    parameters: Object.entries(parameters).map(([key, it]) => parameterOf(key, it)),
  };
}

function parameterOf(name: string, spec: ParameterSpec): OwnParameter {
  return {
    name,
    text: spec.description,
    type: spec.type,
    required: spec.required ?? false,
    default: spec.default ?? null,
    values: spec.values ?? null,
    example: spec.example ?? spec.values?.[0] ?? spec.default ?? null,
    since: spec.since ?? null,
    deprecated: spec.deprecated ?? null,
  };
}

/** Reports keys of a parameter that contradict each other. */
function contradictions(document: SpecDocument, name: string, spec: ParameterSpec): Diagnostic[] {
  const at = (key: string) => document.keySpan(["parameters", name, key]);
  const found: Diagnostic[] = [];
  if (spec.required === true && spec.default !== undefined)
    found.push(
      finding("SW363", at("default"), `"${name}" is required, so its default has no effect`, {
        hint: "remove required or default",
      }),
    );
  if (spec.values !== undefined && spec.type !== "text")
    found.push(
      finding("SW363", at("values"), `"values" requires type: text; "${name}" has type: ${spec.type}`, {
        hint: "remove values, or set type: text",
      }),
    );
  for (const key of ["default", "example"] as const) found.push(...wrongValue(document, name, key, spec));
  return found;
}

function wrongValue(document: SpecDocument, name: string, key: "default" | "example", spec: ParameterSpec) {
  const value = spec[key];
  if (value === undefined) return [];
  const span = document.valueSpan(["parameters", name, key]);
  const type: ParameterType | null = typeOf(value);
  if (type !== spec.type)
    return [
      finding("SW604", span, `the ${key} of "${name}" is ${show(value)}, but its type is ${spec.type}`, {
        hint: type === null ? `remove ${key}` : `use a ${spec.type} as the ${key}, or set type: ${type}`,
      }),
    ];
  if (spec.type !== "text" || spec.values === undefined || spec.values.includes(String(value))) return [];
  return [
    finding("SW604", span, `the ${key} of "${name}" is ${show(value)}, which is not in its values`, {
      hint: `use one of ${spec.values.join(", ")}`,
    }),
  ];
}
