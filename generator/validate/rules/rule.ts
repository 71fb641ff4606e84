import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Span } from "../../parse/document.ts";
import type { Candidates } from "../../spec/specs.ts";

/** A rule about several keys or files. */
export type Rule = (specs: Candidates) => readonly Diagnostic[];

/** Reports an unknown name, with `fix` as the hint if no known name is similar: `"pods" is not an engine; one of buildah, docker`. */
export function unknownName(
  span: Span,
  name: string,
  noun: string,
  known: readonly string[],
  fix?: string,
): Diagnostic {
  const hint = didYouMean(name, known) ?? fix;
  return finding("SW302", span, `${show(name)} is not ${noun}; ${oneOf(known)}`, hint === undefined ? {} : { hint });
}
