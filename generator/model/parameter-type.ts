import type { ParameterType } from "./api.ts";

/** The parameter type of a value in a spec; null for an empty value. */
export function typeOf(value: unknown): ParameterType | null {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "map" : null;
}
