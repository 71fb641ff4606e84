import { found } from "./jobs-model.ts";
import type { Step } from "./steps/step.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** Null where the other says the same. */
export function unless(value: string, standard: string): string | null {
  return value === standard ? null : value;
}

/** Null where the step's own default says the same. */
export function unlessStandard<T>(value: T, { parameters }: Step, name: string): T | null {
  const parameter = found(
    parameters.find((it) => it.name === name),
    `parameter ${name}`,
  );
  return value === parameter.default ? null : value;
}

/** Leaves out what says nothing: null, false, zero, empty lists and maps. Their defaults in the library are the same. */
export function given(values: Record<string, unknown>): Arguments {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
