import type { Parameter } from "../../model/service.ts";

const METHODS = { text: "stringParam", choice: "choiceParam", boolean: "booleanParam" } as const;

/** A parameter as Job DSL defines it. */
export function viewParameter({ name, kind, choices, description, default: value }: Parameter) {
  const start = { text: value, boolean: value === "true", choice: defaultFirst(choices, value) }[kind];
  return { method: METHODS[kind], name, default: start, description };
}

/** Jenkins uses the first value of a choice as the default. */
export function defaultFirst(choices: readonly string[], value: string): readonly string[] {
  return choices.includes(value) ? [value, ...choices.filter((choice) => choice !== value)] : choices;
}

/** The same parameter in a declarative pipeline. */
export function viewDefinition(parameter: Parameter) {
  const { method, name, default: value, description } = viewParameter(parameter);
  const steps = { stringParam: "string", choiceParam: "choice", booleanParam: "booleanParam" } as const;
  const start = method === "choiceParam" ? { choices: value } : { defaultValue: value };
  return { step: steps[method], arguments: { name, ...start, description } };
}
