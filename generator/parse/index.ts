import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CompileInput, SourceText } from "../input.ts";
import type { SpecDocument } from "./document.ts";
import { parseText } from "./parse-text.ts";

/** The specs as data with positions, and what their text had wrong. */
export interface Documents {
  readonly platform: SpecDocument;
  readonly services: readonly SpecDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the specs' YAML. What is wrong with it becomes diagnostics; throws nothing for bad input. */
export function parse(input: CompileInput): Documents {
  const platform = parseText(input.platform);
  const services = input.services.map(parseText);
  const diagnostics = [platform, ...services].flatMap((parsed) => parsed.diagnostics);
  return { platform: platform.document, services: services.map(({ document }) => document), diagnostics };
}

/** What a spec's text says, as plain data; null where it cannot be read, which `parse` explains. */
export function readValue(source: SourceText): unknown {
  return parseText(source).document.value;
}
