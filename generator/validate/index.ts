import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { TargetName } from "../model/model.ts";
import type { Documents } from "../parse/index.ts";
import { inherit } from "../spec/inheritance/inherit.ts";
import { type Checked, noOwn, type Own, type Specs } from "../spec/specs.ts";
import { rules } from "./rules/index.ts";
import { checkSchema } from "./schema/check-schema.ts";

/** The valid specs, null after an error; and all findings, sorted. */
export interface Validated {
  readonly specs: Specs | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Validates the documents with their schemas, then applies the rules. Never throws for invalid input. `target` replaces that of the
 * spec for the rules, which are about one CI product in part; null keeps it.
 */
export function validate(documents: Documents, own: Own = noOwn, target: TargetName | null = null): Validated {
  const { platform: platformDocument } = documents;
  const platform = checkSchema<PlatformSpec>(platformDocument, "platform");
  const services = documents.services
    .map((document) => inherit(platformDocument, document))
    .map((document) => checkSchema<ServiceSpec>(document, "service", platformDocument));
  // Reports a wrong default once for the platform spec, not again for each service.
  const inServices = services
    .flatMap((it) => it.diagnostics)
    .filter((it) => !platform.diagnostics.some((other) => samePlace(other, it)));
  const shapes = [...documents.diagnostics, ...platform.diagnostics, ...inServices];
  const candidates = {
    platform: withTarget(platform.checked, target),
    platformDocument,
    own,
    services: services.flatMap(({ checked }) => (checked === null ? [] : [checked])),
  };
  const ruleFindings = [...own.diagnostics, ...rules.flatMap((rule) => rule(candidates))];
  const found = ruleFindings.filter((it) => !shapes.some((shape) => samePlace(shape, it)));
  const diagnostics = sortDiagnostics([...shapes, ...found]);
  if (platform.checked === null || diagnostics.some(({ severity }) => severity === "error")) {
    return { specs: null, diagnostics };
  }
  return { specs: { platform: platform.checked, services: candidates.services }, diagnostics };
}

function withTarget(platform: Checked<PlatformSpec> | null, target: TargetName | null): Checked<PlatformSpec> | null {
  return platform === null || target === null ? platform : { ...platform, spec: { ...platform.spec, target } };
}

/** Each place is reported once; findings of the schema come first. */
function samePlace({ at: one }: Diagnostic, { at: two }: Diagnostic): boolean {
  return one.file === two.file && one.line === two.line && one.column === two.column;
}
