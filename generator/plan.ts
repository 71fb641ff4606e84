import type { Model } from "./model/model.ts";
import { sortKeys } from "./model/sort-keys.ts";
import { planSite } from "./site/index.ts";
import { planTargets, targetFacts } from "./targets/index.ts";
import type { Planned, PlannedFile } from "./targets/target.ts";

/** Plans all files of a model, one after the other: each target's, then those that describe the whole site. */
export function* plan(model: Model): Iterable<PlannedFile> {
  const sorted = sortNames(model);
  const planned: Planned[] = [];
  for (const file of planTargets(sorted)) {
    planned.push({ path: file.path, shard: file.shard });
    yield file;
  }
  yield* planSite(sorted, planned, targetFacts(sorted));
}

/** The model with the names of each mapping sorted: the order of keys in a spec has no meaning, so files do not depend on it. */
function sortNames(model: Model): Model {
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
