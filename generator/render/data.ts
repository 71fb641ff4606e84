import { Bug } from "../diagnostics/bug.ts";

/** Throws if a value at any depth is not data: JSON and YAML writers would silently omit it. */
export function checkData(value: unknown): void {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") {
    throw new Bug(`a ${typeof value} cannot be written`);
  }
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) checkData(inner);
}
