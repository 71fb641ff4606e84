import { readReleases } from "./api/releases.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { CompileInput } from "./input.ts";
import { lower } from "./lower/index.ts";
import { platformOrigins } from "./lower/origins.ts";
import type { Model } from "./model/model.ts";
import { readOwn } from "./own/read-own.ts";
import { type Documents, parse } from "./parse/index.ts";
import type { KnownDocuments } from "./parse/known-documents.ts";
import { ownerAt } from "./parse/owner-at.ts";
import { planAll, planOthers, sortNames } from "./plan.ts";
import { checkPolicies } from "./policies/index.ts";
import type { GeneratedFile } from "./render/file.ts";
import { render, renderPacked } from "./render/index.ts";
import type { KnownFiles } from "./render/known-files.ts";
import { sortFiles } from "./render/sort-files.ts";
import { type Owners, ownersOf } from "./site/index.ts";
import { checkTargets, compareTargets as differencesOf, planService, targetFacts } from "./targets/index.ts";
import { contextOf } from "./targets/service-context.ts";
import type { TargetComparison } from "./targets/target.ts";
import { validate } from "./validate/index.ts";

/** The result of analysing specs. */
export interface Analysis {
  /** Null after an error. */
  readonly model: Model | null;
  /** The model of valid specs, even if a policy or a released version reports an error. */
  readonly lowered?: Model | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface CompileResult extends Analysis {
  /** Null after an error. */
  readonly files: readonly GeneratedFile[] | null;
}

/** What an earlier compile found out about services. It never changes the result of a compile. */
export interface KnownServices extends KnownDocuments, KnownFiles {}

/**
 * Compiles specs to files, from texts to texts. Accesses no file, clock, environment or network; never throws for invalid input.
 * `origins: "platform"` returns a model without the origins of services, which need the documents of all specs.
 */
export function compile(
  input: CompileInput,
  origins: "all" | "platform" = "all",
  known: KnownServices | null = null,
): CompileResult {
  const { model, diagnostics } = origins === "all" ? analyse(input, known) : withoutServices(analyse(input, known));
  if (model === null) return { files: null, model, diagnostics };
  return { files: generateFiles(model, known), model, diagnostics };
}

/**
 * Plans and renders all files. The files of a known service need neither. Texts are packed for a command, which knows
 * services; a program that uses the library gets plain objects.
 */
function generateFiles(model: Model, known: KnownFiles | null): readonly GeneratedFile[] {
  const sorted = sortNames(model);
  const context = contextOf(sorted);
  const others = JSON.stringify(context.fromServices);
  const renderAll = known === null ? render : renderPacked;
  const ofServices = sorted.services.flatMap((service) => {
    const renderService = () => renderAll(planService(context, service));
    return known === null ? renderService() : known.filesOf(service.specFile, others, renderService);
  });
  return sortFiles([...ofServices, ...renderAll(planOthers(sorted, ofServices))]);
}

function withoutServices({ model, diagnostics }: Analysis): Analysis {
  if (model === null) return { model, diagnostics };
  return { model: Object.freeze({ ...model, origins: platformOrigins(model.origins) }), diagnostics };
}

/** Runs the phases that report findings: all but planning and rendering. */
export function analyse(input: CompileInput, known: KnownDocuments | null = null): Analysis {
  const documents = parse(input, known);
  const own = readOwn(input, documents.platform);
  const validated = validate(documents, own, input.target ?? null);
  const sorted = (found: readonly Diagnostic[]) => withOwners(sortDiagnostics(found), documents);
  if (validated.specs === null) return { model: null, diagnostics: sorted(validated.diagnostics) };
  const { releases, diagnostics: unread } = readReleases(input.releases ?? []);
  const model = lower(validated.specs, releases, own.part, input.target ?? null);
  const policies = checkPolicies(model, input.today ?? null, input.dockerfiles);
  const findings = [...validated.diagnostics, ...unread, ...policies, ...checkTargets(model)];
  const failed = findings.some((finding) => finding.severity === "error");
  return { model: failed ? null : model, lowered: model, diagnostics: sorted(findings) };
}

/** What each CI product does with the specs of a model. */
export function compareTargets(model: Model, input: CompileInput): TargetComparison[] {
  return differencesOf(model).map((it) => {
    const found = checkPolicies({ ...model, target: it.target }, input.today ?? null, input.dockerfiles);
    return { ...it, policies: found.filter(({ severity }) => severity === "error") };
  });
}

/** Adds to each finding the team that owns its place; no team if the spec names one that does not exist. */
function withOwners(diagnostics: readonly Diagnostic[], { platform, services }: Documents): readonly Diagnostic[] {
  const documents = new Map(services.map((document) => [document.path, document]));
  const teams = platform.find(["teams"])?.entries ?? null;
  return diagnostics.map((it) => {
    const document = documents.get(it.at.file);
    const owner = document === undefined ? null : ownerAt(document, it.at);
    // A typo in an owner is not a team.
    return owner === null || teams?.has(owner) === false ? it : { ...it, owner };
  });
}

/** The owners of the parts of the specs; null after an error. */
export function owners(input: CompileInput): Analysis & { readonly owners: Owners | null } {
  const { model, diagnostics } = analyse(input);
  return { model, diagnostics, owners: model === null ? null : ownersOf(model, planAll(model), targetFacts(model)) };
}

export type { CompileInput, NearMiss, OwnSource, SourceText, Unmatched } from "./input.ts";
export { readValue } from "./parse/parse-text.ts";
export type { Owners } from "./site/index.ts";
export { jobOf } from "./targets/facts.ts";
export { libraryApi, librarySettings, namedJobs, releasedActions, targetFacts } from "./targets/index.ts";
export type { NamedJob, TargetComparison } from "./targets/target.ts";
