import type { Origin } from "../model/origin.ts";
import { lockOf, readLocks } from "../validate/governance/lock-table.ts";
import type { Specs } from "../validate/specs.ts";

/** Notes with the origin of each of a service's values what the platform lets the service do with it. */
export function lowerLocks(origins: Map<string, Origin>, { platform, services }: Specs): void {
  const locks = readLocks(platform.document);
  const kinds = new Map(
    services.flatMap(({ spec }) => spec.stages.map(({ id, kind }) => [`services/${spec.service}/stages/${id}/`, kind])),
  );
  for (const [path, origin] of origins) {
    if (!path.startsWith("services/")) continue;
    const stage = /^services\/[^/]+\/stages\/[^/]+\//.exec(path)?.[0];
    const kind = stage === undefined ? null : (kinds.get(stage) ?? null);
    const keys = origin.key.split(".").slice(stage === undefined ? 0 : 2);
    const lock = lockOf(locks, kind, keys);
    if (lock === null) continue;
    const { key, may, at } = lock;
    origins.set(path, { ...origin, lock: { key, may, ...(at === null ? {} : { at: at.at }) } });
  }
}
