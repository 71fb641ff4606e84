import type { Position } from "../model/origin.ts";
import { type Code, catalogue } from "./catalogue.ts";
import type { Diagnostic } from "./diagnostic.ts";

/** Creates a diagnostic with a code of the catalogue, which sets its severity. */
export function finding(
  code: Code,
  span: { readonly at: Position; readonly length: number },
  message: string,
  more: Pick<Diagnostic, "hint" | "related" | "secret"> = {},
): Diagnostic {
  return { code, severity: catalogue[code].severity, message, at: span.at, length: span.length, ...more };
}
