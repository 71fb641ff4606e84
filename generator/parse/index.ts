import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompileInput, SourceText } from "../input.ts";
import type { SpecDocument } from "./document.ts";
import { parseText } from "./parse-text.ts";

/** The specs as data with positions, and the problems of their YAML. */
export interface Documents {
  readonly platform: SpecDocument;
  readonly services: readonly SpecDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses the YAML of the specs. Reports problems as diagnostics and never throws for invalid input. */
export function parse(input: CompileInput): Documents {
  const platform = parseText(input.platform);
  const services = input.services.map(parseText);
  const diagnostics = [platform, ...services].flatMap((parsed) => parsed.diagnostics);
  return { platform: platform.document, services: services.map(({ document }) => document), diagnostics };
}

/** The value of a spec as plain data; null if it cannot be parsed. `parse` reports the reason. */
export function readValue(source: SourceText): unknown {
  return parseText(source).document.value;
}
