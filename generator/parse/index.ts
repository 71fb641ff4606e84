import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { show } from "../diagnostics/wording.ts";
import type { CompileInput, Unmatched } from "../input.ts";
import type { SpecDocument } from "./document.ts";
import type { KnownDocuments } from "./known-documents.ts";
import { parseText } from "./parse-text.ts";

/** The specs as data with positions, and the problems of their YAML. */
export interface Documents {
  readonly platform: SpecDocument;
  readonly services: readonly SpecDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses the YAML of the specs, except that of known services. Reports problems as diagnostics and never throws for invalid input. */
export function parse(input: CompileInput, known: KnownDocuments | null = null): Documents {
  const platform = parseText(input.platform);
  const services = input.services.map((source) => parseText(source, known));
  const parsed = [platform, ...services].flatMap(({ diagnostics }) => diagnostics);
  const unmatched = (input.unmatched ?? []).map((it) => reportUnmatched(it, platform.document));
  const near = (input.nearMisses ?? []).map(({ key, glob, path }) =>
    finding(
      "SW113",
      platform.document.valueSpan(key),
      `${show(path)} is not read: ${show(glob)} has another extension`,
      {
        hint: "rename the file, or move it if it is no service",
      },
    ),
  );
  return {
    platform: platform.document,
    services: services.map(({ document }) => document),
    diagnostics: [...parsed, ...unmatched, ...near],
  };
}

/** A typo in a file name must not look like a removed service. */
function reportUnmatched({ key, glob, link }: Unmatched, platform: SpecDocument): Diagnostic {
  const span = platform.valueSpan(key);
  if (link === null)
    return finding("SW112", span, `${show(glob)} matches no file`, { hint: "correct the name, or remove the entry" });
  const message = `${show(link)} is a link to a file that does not exist`;
  return finding("SW112", span, message, { hint: "correct the link, or remove it" });
}
