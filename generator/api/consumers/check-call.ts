import type { Code } from "../../diagnostics/catalogue.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { ApiParameter, ApiStep } from "../../model/api.ts";
import type { Argument, Call } from "./calls.ts";
import type { Token } from "./tokens.ts";
import { isPair, literalType, mapEntries } from "./values.ts";

/** What a call of a step has wrong. */
export function checkCall(file: string, call: Call, step: ApiStep): Diagnostic[] {
  const say = (code: Code, { line, column, length }: Token, message: string, hint?: string) =>
    finding(
      code,
      { at: { file, line, column }, length: Math.max(length, 1) },
      message,
      hint === undefined ? {} : { hint },
    );
  const given = givenBy(call);
  const found = given.alone.map((value) =>
    say("SW606", value, `${step.name} takes named parameters`, `write ${step.parameters[0]?.name ?? "name"}: …`),
  );
  if (step.deprecated !== null) found.push(say("SW605", call.name, `${step.name} is deprecated`, step.deprecated));
  for (const argument of given.named) found.push(...checkArgument(step, argument, say));
  const names = given.named.map(({ name }) => name?.text);
  const missing = step.parameters.filter(({ name, required }) => required && !names.includes(name));
  if (missing.length > 0 && !given.open && given.alone.length === 0) {
    const list = missing.map(({ name }) => `"${name}"`).join(", ");
    const example = missing.map(({ name, example: it }) => `${name}: ${JSON.stringify(it)}`)[0];
    found.push(say("SW603", call.name, `${step.name} lacks ${list}`, `as in ${example}`));
  }
  return found;
}

interface Given {
  readonly named: readonly Argument[];
  /** Where arguments begin that have no name and need one. */
  readonly alone: readonly Token[];
  /** More may be given than can be seen here: a variable, a spread map. */
  readonly open: boolean;
}

/** A map that is the only argument is the same as its entries. */
function givenBy(call: Call): Given {
  const [only, ...more] = call.arguments;
  const entries = only?.name === null && more.length === 0 ? mapEntries(only.value) : null;
  const args = entries ?? call.arguments;
  const named = args.filter(({ name }) => name !== null);
  const alone = args.filter(({ name }) => name === null);
  const wrong = alone.filter(({ value }) => !isPair(value) && isNoMap(value));
  const first = wrong.flatMap(({ value }) => value.slice(0, 1));
  const block = call.block ? [call.name] : [];
  return { named, alone: [...first, ...block], open: alone.length > wrong.length };
}

function isNoMap(value: readonly Token[]): boolean {
  const type = literalType(value);
  return type !== null && type !== "map";
}

type Say = (code: Code, at: Token, message: string, hint?: string) => Diagnostic;

function checkArgument(step: ApiStep, { name, value }: Argument, say: Say): Diagnostic[] {
  if (name === null) return [];
  const parameter = step.parameters.find((it) => it.name === name.text);
  if (parameter === undefined) {
    const names = step.parameters.map((it) => it.name);
    const hint = didYouMean(name.text, names) ?? `it has ${names.join(", ")}`;
    return [say("SW602", name, `${step.name} has no parameter "${name.text}"`, hint)];
  }
  const gone = parameter.deprecated;
  const subject = `${step.name}: "${name.text}"`;
  return [
    ...(gone === null ? [] : [say("SW605", name, `${subject} is deprecated`, gone)]),
    ...checkValue(subject, parameter, value, say),
  ];
}

function checkValue(subject: string, parameter: ApiParameter, value: readonly Token[], say: Say): Diagnostic[] {
  const [first] = value;
  const type = literalType(value);
  if (first === undefined || type === null) return [];
  if (type !== parameter.type) {
    const example = `as in ${parameter.name}: ${JSON.stringify(parameter.example)}`;
    return [
      say("SW604", first, `${subject} takes a ${parameter.type}, not ${type === "null" ? type : `a ${type}`}`, example),
    ];
  }
  const { values } = parameter;
  const plain = type === "text" && value.length === 1 && first.parts.length === 0 && !first.text.includes("$");
  if (values === null || !plain || values.includes(first.text)) return [];
  return [say("SW604", first, `${subject} does not take "${first.text}"`, `one of ${values.join(", ")}`)];
}
