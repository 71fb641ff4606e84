import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { Model } from "../../model/model.ts";
import { keyPlace } from "../spec-place.ts";
import type { Lack } from "./lack.ts";

/** Reports what a product cannot give: errors, and warnings with the consequence. A key that many stages inherit is reported once. */
export function reportLacks(model: Model, lacks: readonly Lack[]): Diagnostic[] {
  const all = lacks.map(({ partly, paths, message, hint }) =>
    finding(partly ? "SW379" : "SW378", keyPlace(model, paths), message, { hint }),
  );
  const keyOf = ({ at, message }: Diagnostic) => JSON.stringify([at, message]);
  return [...new Map(all.map((it) => [keyOf(it), it])).values()];
}
