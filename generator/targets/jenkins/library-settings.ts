import { createHash } from "node:crypto";
import type { Model } from "../../model/model.ts";
import { siteView } from "./site-view.ts";

/** The parts of a site that a stage names, each with its own settings. */
const NAMED = ["environments", "engines", "registries", "teams"] as const;

/**
 * What the library contains in addition to its API, as SHA-256 by name: the settings of the class `Site` (`environments.prod`,
 * `proxy`) and the files of the site (`own/vars/openTicket.groovy`). A released library keeps those of its release.
 */
export function librarySettings(model: Model): Record<string, string> {
  const { site } = siteView(model);
  const { environments, engines, registries, teams, ...others } = site;
  const named = { environments: environments.map, engines, registries: registries.map, teams: teams.map };
  const all: [string, unknown][] = [
    ...Object.entries(others),
    ...NAMED.flatMap((part) =>
      Object.entries(named[part]).map(([name, it]): [string, unknown] => [`${part}.${name}`, it]),
    ),
    ...(model.library.ownPart?.files ?? []).map(({ path, text }): [string, unknown] => [`own/${path}`, text]),
  ];
  return Object.fromEntries(all.map(([name, value]) => [name, sha256(JSON.stringify(value))]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
