import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Position } from "../model/origin.ts";
import type { Waiver } from "../model/platform.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/**
 * What the site makes of its policies' findings: their severity, and the waivers that let some pass. `today` is a day
 * such as 2026-11-25; where nobody tells it, no waiver is over.
 */
export function judge(
  model: Model,
  policies: readonly Policy[],
  findings: readonly Diagnostic[],
  today: string | null,
): Diagnostic[] {
  const { severity, waivers } = model.policy;
  const open = new Set(policies.filter((it) => it.fixed !== true).map(({ code }) => code as string));
  const over = (waiver: Waiver) => today !== null && waiver.until < today;
  const used = new Set<Waiver>();
  const judged = findings.map((it): Diagnostic => {
    if (!open.has(it.code)) return it;
    const weighed = { ...it, severity: severity[it.code] ?? it.severity };
    const waiver = waivers.find((candidate) => covers(model, candidate, it));
    if (waiver === undefined) return weighed;
    used.add(waiver);
    if (over(waiver)) return weighed;
    const { reason, owner, until } = waiver;
    return { ...it, severity: "note", waived: { reason, owner, until } };
  });
  const own = waivers.flatMap((waiver, index) => objections(model, waiver, index, { open, over, used }));
  return [...judged, ...own, ...unknownSeverities(model, open)];
}

interface Context {
  readonly open: ReadonlySet<string>;
  readonly over: (waiver: Waiver) => boolean;
  readonly used: ReadonlySet<Waiver>;
}

function objections(model: Model, waiver: Waiver, index: number, { open, over, used }: Context): Diagnostic[] {
  const { policy, owner, until } = waiver;
  const path = `policy/waivers/${index}`;
  if (!open.has(policy)) return [notAPolicy(model, `${path}/policy`, policy)];
  const found: Diagnostic[] = [];
  if (!model.teams.some(({ name }) => name === owner)) {
    const known = model.teams.map(({ name }) => name).join(", ");
    const message = `"${owner}" is not a team; one of ${known}`;
    found.push(finding("SW302", placeOf(model, `${path}/owner`, owner), message));
  }
  if (over(waiver)) {
    const hint = "mend what it waives, or decide anew until when the site lives with it";
    const message = `the waiver of ${policy} was over on ${until}`;
    found.push(finding("SW430", placeOf(model, `${path}/until`, until), message, { hint }));
  } else if (!used.has(waiver)) {
    const hint = "take it away: nothing is left that it excuses";
    found.push(finding("SW431", placeOf(model, `${path}/policy`, policy), `${policy} finds nothing here`, { hint }));
  }
  return found;
}

function unknownSeverities(model: Model, open: ReadonlySet<string>): Diagnostic[] {
  return Object.keys(model.policy.severity)
    .filter((code) => !open.has(code))
    .map((code) => notAPolicy(model, `policy/severity/${code}`, model.policy.severity[code] ?? "", code));
}

function notAPolicy(model: Model, path: string, text: string, code = text): Diagnostic {
  const hint = "docs/reference/policies.md lists those that are";
  return finding("SW432", placeOf(model, path, text), `"${code}" is no policy that a site decides on`, { hint });
}

/** A waiver covers what its policy finds at its key or below it; a finding points at a value, whose key the origins tell. */
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
