import type { ParameterType } from "../model/api.ts";

/** The type that a value of a spec has as an argument; null for nothing. */
export function typeOf(value: unknown): ParameterType | null {
  if (typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" && value !== null ? "map" : null;
}
