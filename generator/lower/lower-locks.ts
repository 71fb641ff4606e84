import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Origin } from "../model/origin.ts";
import type { SpecDocument } from "../parse/document.ts";
import { teamOf } from "../spec/inheritance/inherit.ts";
import { isOwnStages, lockOf, readLocks } from "../spec/inheritance/lock-table.ts";
import type { Checked } from "../spec/specs.ts";

/** The platform's locks, and the document that sets them. */
export interface Locks {
  readonly document: SpecDocument;
  readonly table: ReturnType<typeof readLocks>;
}

/** Reads the locks of a platform spec. */
export function locksOf({ document }: Checked<PlatformSpec>): Locks {
  return { document, table: readLocks(document) };
}

/** Adds to the origin of each value of a service what the platform's locks allow the service to do with it. */
export function lowerLocks(
  origins: Map<string, Origin>,
  { document, spec }: Checked<ServiceSpec>,
  { document: platform, table }: Locks,
): void {
  const stages = new Map(spec.stages.map((it) => [`services/${spec.service}/stages/${it.id}/`, it]));
  const team = teamOf(document);
  for (const [path, origin] of origins) {
    const stagePath = /^services\/[^/]+\/stages\/[^/]+\//.exec(path)?.[0];
    const stage = stages.get(stagePath ?? "");
    // Locks do not name the items of a list.
    const keys = origin.key
      .replaceAll(/\[\d+\]/g, "")
      .split(".")
      .slice(stagePath === undefined ? 0 : 2);
    const lock = lockOf(table, stage?.kind ?? null, keys);
    if (lock === null) continue;
    const { key, except } = lock;
    const fromPlatform = origin.inherited !== undefined || (origin.replaced ?? []).length > 0;
    // These locks are open to the service as long as the platform's defaults set nothing.
    if ((lock.onlyIfSet || isOwnStages(lock, team, stage?.owner ?? null)) && !fromPlatform) continue;
    if (team !== null && except.includes(team)) {
      const { at } = platform.keySpan(["locks", "except", team]);
      origins.set(path, { ...origin, lock: { key, may: "replace", at } });
      continue;
    }
    const at = lock.at === null ? {} : { at: lock.at.at };
    origins.set(path, { ...origin, lock: { key, may: lock.may, ...at } });
  }
}
