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
  const applied = findings.map((it): Diagnostic => {
    if (!configurable.has(it.code)) return it;
    const configured = { ...it, severity: severity[it.code] ?? it.severity };
    const waiver = waivers.find((candidate) => covers(model, candidate, it));
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

/** Whether a waiver covers a finding: the finding of its policy is at its key or below it. Origins map places to keys. */
function covers(model: Model, { policy, key }: Waiver, { code, at }: Diagnostic): boolean {
  if (policy !== code) return false;
  return key === null || keysAt(model, at).some((it) => it === key || it.startsWith(`${key}.`));
}

function keysAt(model: Model, at: Position): string[] {
  return [...model.origins].flatMap(([path, origin]) => {
    if (origin.at?.file !== at.file || origin.at.line !== at.line || origin.at.column !== at.column) return [];
    const service = /^services\/([^/]+)/.exec(path)?.[1];
    return [service === undefined ? origin.key : `${service}.${origin.key}`.replace(/\.$/, "")];
  });
}
