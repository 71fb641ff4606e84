import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show, textOf } from "../../diagnostics/wording.ts";
import type { OwnParameter, OwnStep } from "../../model/own.ts";
import { typeOf } from "../../model/parameter-type.ts";
import type { SpecDocument, SpecPath } from "../../parse/document.ts";

/** Arguments that a spec passes to a step. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Checks the arguments of a call; `path` leads to the mapping with `step` and `arguments`. */
export function checkArguments(document: SpecDocument, path: SpecPath, step: OwnStep, args: Arguments): Diagnostic[] {
  const found: Diagnostic[] = [];
  const named = document.valueSpan([...path, "step"]);
  if (step.deprecated !== null)
    found.push(finding("SW605", named, `${step.name} is deprecated`, { hint: step.deprecated }));
  const missing = step.parameters.filter(({ name, required }) => required && !(name in args));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => `"${name}"`).join(", ");
    const hint = `add arguments: { ${missing.map(({ name, example }) => `${name}: ${inline(example)}`).join(", ")} }`;
    found.push(finding("SW603", named, `${step.name} lacks ${names}`, { hint }));
  }
  for (const [name, value] of Object.entries(args)) {
    const place = [...path, "arguments", name];
    const parameter = step.parameters.find((it) => it.name === name);
    if (parameter !== undefined) found.push(...checkArgument(document, place, step, parameter, value));
    else found.push(unknown(document, place, step, name));
  }
  return found;
}

function unknown(document: SpecDocument, place: SpecPath, step: OwnStep, name: string): Diagnostic {
  const known = step.parameters.map((it) => it.name);
  const message = `${step.name} has no parameter ${show(name)}; ${oneOf(known)}`;
  return finding("SW602", document.keySpan(place), message, { hint: didYouMean(name, known) ?? "remove it" });
}

function checkArgument(
  document: SpecDocument,
  place: SpecPath,
  step: OwnStep,
  { name, type, values, example, deprecated }: OwnParameter,
  value: unknown,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const subject = `${step.name}: "${name}"`;
  if (deprecated !== null)
    found.push(finding("SW605", document.keySpan(place), `${subject} is deprecated`, { hint: deprecated }));
  const span = document.valueSpan(place);
  if (typeOf(value) !== type) {
    const hint = example === null ? `use a ${type}` : `for example ${name}: ${inline(example)}`;
    found.push(finding("SW604", span, `${subject} must be a ${type}, not ${show(value)}`, { hint }));
  } else if (values !== null && !values.includes(textOf(value))) {
    const hint = `use one of ${values.join(", ")}`;
    found.push(finding("SW604", span, `${subject} does not accept ${show(value)}`, { hint }));
  }
  return found;
}

function inline(value: unknown): string {
  if (value === null) return "…";
  return typeof value === "string" ? value : JSON.stringify(value);
}
