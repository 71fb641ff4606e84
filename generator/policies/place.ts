import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";

/** The place in the spec of a value of the model; for a default, the nearest enclosing key in the spec. */
export function placeOf(model: Model, path: string, text = ""): { at: Position; length: number } {
  const exact = model.origins.get(path)?.at;
  if (exact !== undefined) return { at: exact, length: Math.max(text.length, 1) };
  const parent = path.split("/").slice(0, -1).join("/");
  return parent === "" ? { at: { file: model.specFile, line: 1, column: 1 }, length: 1 } : placeOf(model, parent);
}
