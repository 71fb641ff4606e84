import type { Model } from "./model/model.ts";
import { sortKeys } from "./model/sort-keys.ts";
import { planSite } from "./site/index.ts";
import { planService, planTargets, targetFacts } from "./targets/index.ts";
import { contextOf } from "./targets/service-context.ts";
import type { Planned, PlannedFile } from "./targets/target.ts";

/** Plans the files that do not belong to one service, one after the other. `ofServices` are the files of the services. */
export function* planOthers(sorted: Model, ofServices: readonly Planned[]): Iterable<PlannedFile> {
  const planned = ofServices.map(({ path, shard }) => ({ path, shard }));
  for (const file of planTargets(sorted)) {
    planned.push({ path: file.path, shard: file.shard });
    yield file;
  }
  yield* planSite(sorted, planned, targetFacts(sorted));
}

/** Plans all files of a model. */
export function planAll(model: Model): PlannedFile[] {
  const sorted = sortNames(model);
  const context = contextOf(sorted);
  const ofServices = sorted.services.flatMap((service) => [...planService(context, service)]);
  return [...ofServices, ...planOthers(sorted, ofServices)];
}

/** The model with the names of each mapping sorted: the order of keys in a spec has no meaning, so files do not depend on it. */
export function sortNames(model: Model): Model {
  const { library, site, delivery } = model;
  return {
    ...model,
    library: sortKeys(library),
    site: sortKeys(site),
    teams: byName(model.teams),
    registries: byName(model.registries),
    engines: byName(model.engines),
    delivery: { ...delivery, instances: byName(delivery.instances) },
    environments: byName(model.environments),
  };
}

function byName<T extends { readonly name: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (one.name < other.name ? -1 : 1));
}
