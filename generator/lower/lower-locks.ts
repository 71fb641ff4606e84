import type { Origin } from "../model/origin.ts";
import { teamOf } from "../validate/governance/inherit.ts";
import { lockOf, readLocks } from "../validate/governance/lock-table.ts";
import type { Specs } from "../validate/specs.ts";

/** Notes with the origin of each of a service's values what the platform lets the service do with it. */
export function lowerLocks(origins: Map<string, Origin>, { platform, services }: Specs): void {
  const locks = readLocks(platform.document);
  const kinds = new Map(
    services.flatMap(({ spec }) => spec.stages.map(({ id, kind }) => [`services/${spec.service}/stages/${id}/`, kind])),
  );
  const owners = new Map(
    services.flatMap(({ spec }) =>
      spec.stages.map(({ id, owner }) => [`services/${spec.service}/stages/${id}/`, owner]),
    ),
  );
  const teams = new Map(services.map(({ document, spec }) => [spec.service, teamOf(document)]));
  for (const [path, origin] of origins) {
    if (!path.startsWith("services/")) continue;
    const stage = /^services\/[^/]+\/stages\/[^/]+\//.exec(path)?.[0];
    const kind = stage === undefined ? null : (kinds.get(stage) ?? null);
    const keys = origin.key.split(".").slice(stage === undefined ? 0 : 2);
    const lock = lockOf(locks, kind, keys);
    if (lock === null) continue;
    const { key, except } = lock;
    const team = teams.get(path.split("/")[1] ?? "") ?? null;
    const itsOwn = lock.ownStages === true && team !== null && owners.get(stage ?? "") === team;
    if (itsOwn && origin.inherited === undefined) continue;
    if (team !== null && except.includes(team)) {
      const { at } = platform.document.keySpan(["locks", "except", team]);
      origins.set(path, { ...origin, lock: { key, may: "replace", at } });
      continue;
    }
    const at = lock.at === null ? {} : { at: lock.at.at };
    origins.set(path, { ...origin, lock: { key, may: lock.may, ...at } });
  }
}
