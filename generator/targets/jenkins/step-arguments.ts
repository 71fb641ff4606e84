import { found } from "./jobs-model.ts";
import type { Step } from "./steps/step.ts";

export type Arguments = Readonly<Record<string, unknown>>;

/** Null if both values are equal. */
export function unless(value: string, standard: string): string | null {
  return value === standard ? null : value;
}

/** Null if the value is the step's default. */
export function unlessStandard<T>(value: T, { parameters }: Step, name: string): T | null {
  const parameter = found(
    parameters.find((it) => it.name === name),
    `parameter ${name}`,
  );
  return value === parameter.default ? null : value;
}

/** Omits null, false, zero, empty lists and empty maps: they are the defaults in the library. */
export function given(values: Record<string, unknown>): Arguments {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === false || value === 0) return true;
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
