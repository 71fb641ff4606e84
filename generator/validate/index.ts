import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Documents } from "../parse/index.ts";
import { inherit } from "../spec/inheritance/inherit.ts";
import { noOwn, type Own, type Specs } from "../spec/specs.ts";
import { rules } from "./rules/index.ts";
import { checkSchema } from "./schema.ts";

/** Specs that may be lowered, null where an error forbids it; and all findings, sorted. */
export interface Validated {
  readonly specs: Specs | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Holds the documents against their schemas, then the specs against each other; throws nothing for bad input. */
export function validate(documents: Documents, own: Own = noOwn): Validated {
  const { platform: platformDocument } = documents;
  const platform = checkSchema<PlatformSpec>(platformDocument, "platform");
  const services = documents.services
    .map((document) => inherit(platformDocument, document))
    .map((document) => checkSchema<ServiceSpec>(document, "service"));
  // A wrong default is the platform's fault once, not every service's.
  const inServices = services
    .flatMap((it) => it.diagnostics)
    .filter((it) => !platform.diagnostics.some((other) => samePlace(other, it)));
  const shapes = [...documents.diagnostics, ...platform.diagnostics, ...inServices];
  const candidates = {
    platform: platform.checked,
    platformDocument,
    own,
    services: services.flatMap(({ checked }) => (checked === null ? [] : [checked])),
  };
  const beside = [...own.diagnostics, ...rules.flatMap((rule) => rule(candidates))];
  const found = beside.filter((it) => !shapes.some((shape) => samePlace(shape, it)));
  const diagnostics = sortDiagnostics([...shapes, ...found]);
  if (platform.checked === null || diagnostics.some(({ severity }) => severity === "error")) {
    return { specs: null, diagnostics };
  }
  return { specs: { platform: platform.checked, services: candidates.services }, diagnostics };
}

/** One text is found wrong once: what its schema says comes first. */
function samePlace({ at: one }: Diagnostic, { at: two }: Diagnostic): boolean {
  return one.file === two.file && one.line === two.line && one.column === two.column;
}
