import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Api } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import { apiChanges, type Change, levelOf } from "./changes.ts";
import { compareVersions, demandedVersion, releaseBefore, satisfies } from "./version.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Checks the API and the settings against the last release, and checks the spec's deprecations. */
export function checkApi(model: Model, api: Api, settingsOf: () => Settings): Diagnostic[] {
  return [...checkRelease(model, api, settingsOf), ...checkDeprecated(model, api)];
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

function checkRelease(model: Model, api: Api, settingsOf: () => Settings): Diagnostic[] {
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
  if (compareVersions(api.version, last.version) > 0) return [];
  const released = `${api.library} ${api.version} is already released, but the specs change its`;
  if (changes.length > 0)
    return [finding("SW502", span, `${released} API: ${listed(changes)}`, { hint: `set version: ${demanded}` })];
  const settings = last.settings === null ? [] : changedSettings(last.settings, settingsOf());
  if (settings.length === 0) return [];
  const hint = `set version: ${demandedVersion(last.version, "internal")}`;
  return [finding("SW502", span, `${released} settings: ${shortened(settings)}`, { hint })];
}

/** The names of the settings that differ, sorted. */
function changedSettings(before: Settings, now: Settings): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]));
}

function shortened(names: readonly string[]): string {
  const more = names.length - 5;
  return more > 1 ? `${names.slice(0, 5).join(", ")} and ${more} more` : names.join(", ");
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
