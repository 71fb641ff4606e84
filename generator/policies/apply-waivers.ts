import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";
import type { Waiver } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/**
 * Applies the severities and waivers of the site to the findings of its policies. `today` is a day such as 2026-11-25;
 * without it no waiver is expired.
 */
export function applyWaivers(
  model: Model,
  policies: readonly Policy[],
  findings: readonly Diagnostic[],
  today: string | null,
): Diagnostic[] {
  const { severity, waivers } = model.policy;
  const configurable = new Set(policies.filter((it) => it.fixed !== true).map(({ code }) => code as string));
  const isExpired = (waiver: Waiver) => today !== null && waiver.until < today;
  const used = new Set<Waiver>();
  const keys = keysOf(model, findings, waivers);
  const applied = findings.map((it): Diagnostic => {
    if (!configurable.has(it.code)) return it;
    const configured = { ...it, severity: severity[it.code] ?? it.severity };
    const waiver = waivers.find((candidate) => covers(keys, candidate, it));
    if (waiver === undefined) return configured;
    used.add(waiver);
    if (isExpired(waiver)) return configured;
    const { reason, owner, until } = waiver;
    return { ...it, severity: "note", waived: { reason, owner, until } };
  });
  const problems = waivers.flatMap((waiver, index) =>
    checkWaiver(model, waiver, index, { configurable, isExpired, used }),
  );
  return [...applied, ...problems, ...checkSeverities(model, configurable)];
}

interface Context {
  /** Codes of the policies that a site can configure. */
  readonly configurable: ReadonlySet<string>;
  readonly isExpired: (waiver: Waiver) => boolean;
  readonly used: ReadonlySet<Waiver>;
}

function checkWaiver(model: Model, waiver: Waiver, index: number, context: Context): Diagnostic[] {
  const { configurable, isExpired, used } = context;
  const { policy, owner, until } = waiver;
  const path = `policy/waivers/${index}`;
  if (!configurable.has(policy)) return [unknownPolicy(model, `${path}/policy`, policy)];
  const found: Diagnostic[] = [];
  if (!model.teams.some(({ name }) => name === owner)) {
    const known = model.teams.map(({ name }) => name).join(", ");
    const message = `"${owner}" is not a team; one of ${known}`;
    found.push(finding("SW302", placeOf(model, `${path}/owner`, owner), message));
  }
  if (isExpired(waiver)) {
    const hint = "fix the finding or extend `until`";
    const message = `the waiver of ${policy} expired on ${until}`;
    found.push(finding("SW430", placeOf(model, `${path}/until`, until), message, { hint }));
  } else if (!used.has(waiver)) {
    const hint = "remove the waiver";
    found.push(
      finding("SW431", placeOf(model, `${path}/policy`, policy), `no finding of ${policy} matches this waiver`, {
        hint,
      }),
    );
  }
  return found;
}

function checkSeverities(model: Model, configurable: ReadonlySet<string>): Diagnostic[] {
  return Object.keys(model.policy.severity)
    .filter((code) => !configurable.has(code))
    .map((code) => unknownPolicy(model, `policy/severity/${code}`, model.policy.severity[code] ?? "", code));
}

function unknownPolicy(model: Model, path: string, text: string, code = text): Diagnostic {
  const hint = "docs/reference/policies.md lists the policies";
  return finding("SW432", placeOf(model, path, text), `"${code}" is not the code of a configurable policy`, { hint });
}

/** The keys of the spec at each place: `stagewright.yaml:3:5` → `shop.stages.image.engine`. */
type Keys = ReadonlyMap<string, readonly string[]>;

/** Whether a waiver covers a finding: the finding of its policy is at its key or below it. */
function covers(keys: Keys, { policy, key }: Waiver, { code, at }: Diagnostic): boolean {
  if (policy !== code) return false;
  return key === null || (keys.get(placeName(at)) ?? []).some((it) => it === key || it.startsWith(`${key}.`));
}

/** The keys at the places of the findings for which a waiver names a key. Origins map places to keys. */
function keysOf(model: Model, findings: readonly Diagnostic[], waivers: readonly Waiver[]): Keys {
  const codes = new Set<string>(waivers.flatMap(({ policy, key }) => (key === null ? [] : [policy])));
  const keys = new Map<string, string[]>();
  for (const { code, at } of findings) if (codes.has(code)) keys.set(placeName(at), []);
  if (keys.size === 0) return keys;
  for (const [path, origin] of model.origins) {
    if (origin.at === undefined) continue;
    const service = /^services\/([^/]+)/.exec(path)?.[1];
    const key = service === undefined ? origin.key : `${service}.${origin.key}`.replace(/\.$/, "");
    keys.get(placeName(origin.at))?.push(key);
  }
  return keys;
}

function placeName({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}
