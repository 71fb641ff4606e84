import type { Origin } from "../model/origin.ts";
import { teamOf } from "../spec/inheritance/inherit.ts";
import { isOwnStages, lockOf, readLocks } from "../spec/inheritance/lock-table.ts";
import type { Specs } from "../spec/specs.ts";

/** Adds to the origin of each service value what the platform's locks allow the service to do with it. */
export function lowerLocks(origins: Map<string, Origin>, { platform, services }: Specs): void {
  const locks = readLocks(platform.document);
  const stages = new Map(
    services.flatMap(({ spec }) => spec.stages.map((it) => [`services/${spec.service}/stages/${it.id}/`, it])),
  );
  const teams = new Map(services.map(({ document, spec }) => [spec.service, teamOf(document)]));
  for (const [path, origin] of origins) {
    if (!path.startsWith("services/")) continue;
    const stagePath = /^services\/[^/]+\/stages\/[^/]+\//.exec(path)?.[0];
    const stage = stages.get(stagePath ?? "");
    const keys = origin.key.split(".").slice(stagePath === undefined ? 0 : 2);
    const lock = lockOf(locks, stage?.kind ?? null, keys);
    if (lock === null) continue;
    const { key, except } = lock;
    const team = teams.get(path.split("/")[1] ?? "") ?? null;
    const fromPlatform = origin.inherited !== undefined || (origin.replaced ?? []).length > 0;
    // These locks are open to the service as long as the platform's defaults set nothing.
    if ((lock.onlyIfSet || isOwnStages(lock, team, stage?.owner ?? null)) && !fromPlatform) continue;
    if (team !== null && except.includes(team)) {
      const { at } = platform.document.keySpan(["locks", "except", team]);
      origins.set(path, { ...origin, lock: { key, may: "replace", at } });
      continue;
    }
    const at = lock.at === null ? {} : { at: lock.at.at };
    origins.set(path, { ...origin, lock: { key, may: lock.may, ...at } });
  }
}
