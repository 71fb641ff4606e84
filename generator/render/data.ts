import { Bug } from "../diagnostics/bug.ts";

/** Throws for what is no data, at any depth: a writer of JSON or YAML would leave it out and say nothing. */
export function checkData(value: unknown): void {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") {
    throw new Bug(`a ${typeof value} cannot be written`);
  }
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) checkData(inner);
}
