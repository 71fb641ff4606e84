import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Api } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import { apiChanges, type Change, levelOf } from "./changes.ts";
import { compareVersions, demandedVersion, releaseBefore, satisfies } from "./version.ts";

/** Checks the API against the last release, and checks the spec's deprecations. */
export function checkApi(model: Model, api: Api): Diagnostic[] {
  return [...checkRelease(model, api), ...checkDeprecated(model, api)];
}

/** The breaking changes that the version number does not permit, and the version that they require; null if none. */
export function forbiddenChanges(
  old: Api,
  now: Api,
): { readonly changes: readonly Change[]; readonly demanded: string } | null {
  const changes = apiChanges(old, now).filter(({ level }) => level === "breaking");
  const demanded = demandedVersion(old.version, levelOf(changes));
  return changes.length === 0 || satisfies(now.version, demanded) ? null : { changes, demanded };
}

/** Formats changes as a list in one sentence. */
export function listed(changes: readonly Change[]): string {
  return changes.map(({ subject, what }) => `${subject} ${what}`).join("; ");
}

function checkRelease(model: Model, api: Api): Diagnostic[] {
  const last = releaseBefore(model.library.releases, api.version);
  if (last === null) return [];
  const span = spanOf(model, "library/version", api.version);
  const broken = forbiddenChanges(last.api, api);
  if (broken !== null) {
    const message = `${api.library} ${api.version} contains breaking changes since ${last.version}: ${listed(broken.changes)}`;
    return [
      finding("SW501", span, message, {
        hint: `keep the old API and deprecate it, or set version: ${broken.demanded}`,
      }),
    ];
  }
  const changes = apiChanges(last.api, api);
  const demanded = demandedVersion(last.version, levelOf(changes));
  if (compareVersions(api.version, last.version) > 0 || changes.length === 0) return [];
  const message = `${api.library} ${api.version} is already released, but the specs change its API: ${listed(changes)}`;
  return [finding("SW502", span, message, { hint: `set version: ${demanded}` })];
}

function checkDeprecated({ library, origins }: Model, api: Api): Diagnostic[] {
  const known = api.steps.flatMap(({ name, parameters }) => [name, ...parameters.map((it) => `${name}.${it.name}`)]);
  return Object.keys(library.deprecated).flatMap((key) => {
    if (known.includes(key)) return [];
    const at = origins.get(`library/deprecated/${key}`)?.at ?? { file: "", line: 1, column: 1 };
    const hint = { hint: "use STEP or STEP.PARAMETER, such as buildImage.cache" };
    return [finding("SW504", { at, length: 1 }, `the library has no step or parameter "${key}"`, hint)];
  });
}

function spanOf({ origins, specFile }: Model, path: string, text: string) {
  const at = origins.get(path)?.at ?? { file: specFile, line: 1, column: 1 };
  return { at, length: text.length };
}
