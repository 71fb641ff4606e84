import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { ApiParameter, ApiStep } from "../../model/api.ts";
import type { Argument, Call } from "./calls.ts";
import type { Token } from "./tokens.ts";
import { isPair, literalType, mapEntries } from "./values.ts";

/** Checks the arguments of a call against the step's parameters. */
export function checkCall(file: string, call: Call, step: ApiStep): Diagnostic[] {
  const report: Report = (code: Code, { line, column, length }: Token, message: string, hint?: string) =>
    finding(
      code,
      { at: { file, line, column }, length: Math.max(length, 1) },
      message,
      hint === undefined ? {} : { hint },
    );
  const actual = argumentsIn(call);
  const found = actual.positional.map((value) =>
    report("SW606", value, `${step.name} takes named parameters`, `use ${step.parameters[0]?.name ?? "name"}: …`),
  );
  if (step.deprecated !== null) found.push(report("SW605", call.name, `${step.name} is deprecated`, step.deprecated));
  for (const argument of actual.named) found.push(...checkArgument(step, argument, report));
  const names = actual.named.map(({ name }) => name?.text);
  const missing = step.parameters.filter(({ name, required }) => required && !names.includes(name));
  if (missing.length > 0 && !actual.open && actual.positional.length === 0) {
    const list = missing.map(({ name }) => `"${name}"`).join(", ");
    const example = missing.map(({ name, example: it }) => `${name}: ${JSON.stringify(it)}`)[0];
    found.push(report("SW603", call.name, `${step.name} lacks ${list}`, `add it, for example ${example}`));
  }
  return found;
}

interface Arguments {
  readonly named: readonly Argument[];
  /** The first tokens of positional arguments, which are not allowed. */
  readonly positional: readonly Token[];
  /** Whether the call can have more arguments than the code shows: a variable, a spread map. */
  readonly open: boolean;
}

/** The arguments of a call; a map as the only argument counts as its entries. */
function argumentsIn(call: Call): Arguments {
  const [only, ...more] = call.arguments;
  const entries = only?.name === null && more.length === 0 ? mapEntries(only.value) : null;
  const args = entries ?? call.arguments;
  const named = args.filter(({ name }) => name !== null);
  const unnamed = args.filter(({ name }) => name === null);
  const wrong = unnamed.filter(({ value }) => !isPair(value) && isNoMap(value));
  const first = wrong.flatMap(({ value }) => value.slice(0, 1));
  return { named, positional: first, open: unnamed.length > wrong.length };
}

function isNoMap(value: readonly Token[]): boolean {
  const type = literalType(value);
  return type !== null && type !== "map";
}

type Report = (code: Code, at: Token, message: string, hint?: string) => Diagnostic;

function checkArgument(step: ApiStep, { name, value }: Argument, report: Report): Diagnostic[] {
  if (name === null) return [];
  const parameter = step.parameters.find((it) => it.name === name.text);
  if (parameter === undefined) {
    const names = step.parameters.map((it) => it.name);
    const hint = didYouMean(name.text, names) ?? `its parameters are ${names.join(", ")}`;
    return [report("SW602", name, `${step.name} has no parameter "${name.text}"`, hint)];
  }
  const replacement = parameter.deprecated;
  const subject = `${step.name}: "${name.text}"`;
  return [
    ...(replacement === null ? [] : [report("SW605", name, `${subject} is deprecated`, replacement)]),
    ...checkValue(subject, parameter, value, report),
  ];
}

function checkValue(subject: string, parameter: ApiParameter, value: readonly Token[], report: Report): Diagnostic[] {
  const [first] = value;
  const type = literalType(value);
  if (first === undefined || type === null) return [];
  if (type !== parameter.type) {
    const example = `for example ${parameter.name}: ${JSON.stringify(parameter.example)}`;
    return [
      report(
        "SW604",
        first,
        `${subject} must be a ${parameter.type}, not ${type === "null" ? type : `a ${type}`}`,
        example,
      ),
    ];
  }
  const { values } = parameter;
  const plain = type === "text" && value.length === 1 && first.parts.length === 0 && !first.text.includes("$");
  if (values === null || !plain || values.includes(first.text)) return [];
  return [report("SW604", first, `${subject} does not allow "${first.text}"`, `use one of ${values.join(", ")}`)];
}
