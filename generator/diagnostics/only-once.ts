import type { Position } from "../model/origin.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { finding } from "./finding.ts";
import { show } from "./wording.ts";

/** Returns a function that reports the second use of a name, with the first one as related. */
export function onlyOnce(
  noun: string,
): (name: string, span: { readonly at: Position; readonly length: number }) => Diagnostic[] {
  const seen = new Map<string, Position>();
  return (name, span) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, span.at);
    if (first === undefined) return [];
    const related = [{ at: first, message: "the first one" }];
    return [finding("SW303", span, `${show(name)} is already ${noun}`, { related })];
  };
}
