import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import { lower } from "./lower/index.ts";
import type { Model } from "./model/model.ts";
import { parse } from "./parse/index.ts";
import { checkPolicies } from "./policies/index.ts";
import type { EmittedFile } from "./render/file.ts";
import { render } from "./render/index.ts";
import { jenkins } from "./targets/jenkins/index.ts";
import { validate } from "./validate/index.ts";

/** A spec file's text under the path that diagnostics name. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** What a compile is given: the platform spec, the service specs, in the order of their paths. */
export interface CompileInput {
  readonly platform: SourceText;
  readonly services: readonly SourceText[];
}

export interface CompileResult {
  /** Null where an error stands in the way. */
  readonly files: readonly EmittedFile[] | null;
  readonly model: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles specs to files: text in, text out. Touches no file, clock, environment or network; never throws for bad input. */
export function compile(input: CompileInput): CompileResult {
  const documents = parse(input);
  const validated = validate(documents);
  if (validated.specs === null) return failed(validated.diagnostics);
  const model = lower(validated.specs);
  const findings = [...validated.diagnostics, ...checkPolicies(model)];
  if (findings.some((finding) => finding.severity === "error")) return failed(findings);
  const files = render(jenkins.plan(model));
  return { files, model, diagnostics: sortDiagnostics(findings) };
}

function failed(diagnostics: readonly Diagnostic[]): CompileResult {
  return { files: null, model: null, diagnostics: sortDiagnostics(diagnostics) };
}
