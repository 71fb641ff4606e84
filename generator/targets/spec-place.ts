import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";

/** A place in a spec file, and its number of characters. */
export interface SpecPlace {
  readonly at: Position;
  readonly length: number;
}

type Places = Pick<Model, "origins" | "specFile">;

/** The place of the first of these values that the specs set, or the nearest place of the first one. */
export function keyPlace(model: Places, paths: readonly [string, ...string[]]): SpecPlace {
  return specPlace(model, paths.find((path) => model.origins.get(path)?.at !== undefined) ?? paths[0]);
}

/** The place in the specs of a value of the model, or of the nearest value that contains it: `services/shop/stages/build/id`. */
export function specPlace({ origins, specFile }: Places, path: string): SpecPlace {
  const parts = path.split("/");
  for (let end = parts.length; end > 0; end -= 1) {
    const { at, length = 1 } = origins.get(parts.slice(0, end).join("/")) ?? {};
    if (at !== undefined) return { at, length };
  }
  return { at: { file: specFile, line: 1, column: 1 }, length: 1 };
}
