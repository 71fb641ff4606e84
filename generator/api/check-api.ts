import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Api } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import { apiChanges, type Change, levelOf } from "./changes.ts";
import { ownHashes } from "./own-hashes.ts";
import { compareVersions, demandedVersion, releaseBefore, satisfies } from "./version.ts";

type Settings = Readonly<Record<string, unknown>>;

/** Checks the API, the settings and the own code against the last release, and checks the spec's deprecations. */
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
  const report = (what: string, hint: string) =>
    finding("SW502", span, `${api.library} ${api.version} is already released, but ${what}`, { hint });
  if (changes.length > 0) return [report(`the specs change its API: ${listed(changes)}`, `set version: ${demanded}`)];
  const settings = last.settings === null ? [] : changedValues(last.settings, settingsOf());
  const own = last.own === null ? [] : changedValues(last.own, ownHashes(model.library));
  const hint = `set version: ${demandedVersion(last.version, "internal")}`;
  return [
    ...(settings.length === 0 ? [] : [report(`the specs change its settings: ${shortened(settings)}`, hint)]),
    ...(own.length === 0 ? [] : [report(`these files of the own code differ: ${shortened(own)}`, hint)]),
  ];
}

/** The names of the values that differ, sorted. */
function changedValues(before: Settings, now: Settings): string[] {
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
