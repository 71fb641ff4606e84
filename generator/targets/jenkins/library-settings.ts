import type { Model } from "../../model/model.ts";
import { siteView } from "./site-view.ts";

/** The settings in the class `Site` of the library, by name: `environments.prod`, `proxy`. A released library keeps those of its release. */
export function librarySettings(model: Model): Record<string, unknown> {
  const { environments, engines, registries, teams, jdks, ...others } = siteView(model).site;
  const named = { environments: environments.map, engines, registries: registries.map, teams: teams.map, jdks };
  const parts = Object.entries(named).flatMap(([part, items]) =>
    Object.entries(items).map(([name, settings]): [string, unknown] => [`${part}.${name}`, settings]),
  );
  return Object.fromEntries([...Object.entries(others), ...parts]);
}
