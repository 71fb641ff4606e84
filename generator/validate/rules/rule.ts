import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf, show } from "../../diagnostics/wording.ts";
import type { Span } from "../../parse/document.ts";
import type { Candidates } from "../../spec/specs.ts";

/** A rule about what keys mean together: specs in, findings out. */
export type Rule = (specs: Candidates) => readonly Diagnostic[];

/** A name that refers to nothing: `"pods" is not an engine; one of buildah, docker`. */
export function unknownName(span: Span, name: string, noun: string, known: readonly string[]): Diagnostic {
  const hint = didYouMean(name, known);
  return finding("SW302", span, `${show(name)} is not ${noun}; ${oneOf(known)}`, hint === undefined ? {} : { hint });
}

/** Checks names one after the other: the second of the same name is found, with the first as related. */
export function onlyOnce(noun: string): (name: string, span: Span) => Diagnostic[] {
  const seen = new Map<string, Span>();
  return (name, span) => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, span);
    if (first === undefined) return [];
    const related = [{ at: first.at, message: "the first one" }];
    return [finding("SW303", span, `${show(name)} is ${noun} already`, { related })];
  };
}
