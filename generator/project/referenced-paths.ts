import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceText } from "../compile.ts";
import { tidyFolder } from "../model/folders.ts";
import { pathObjection } from "../write/paths.ts";
import { namesIn } from "./find-files.ts";

/** What the platform spec says is read beside it. */
export interface Beside {
  /** Globs. */
  readonly services: readonly string[];
  /** Globs. */
  readonly dockerfiles: readonly string[];
  /** The folder in which `stagewright release` records releases; null where it is none that may be read. */
  readonly releases: string | null;
  /** The folder of the site's own steps and classes; null where it has none. */
  readonly own: string | null;
}

/** What the platform spec names, whatever else is wrong with it. */
export function besideOf(platform: unknown): Beside {
  const { services, site, library } = recordOf(platform);
  const { dockerfiles } = recordOf(site);
  const { releases = "releases", own } = recordOf(library);
  return {
    services: textsOf(Array.isArray(services) ? services : [services]),
    dockerfiles: Array.isArray(dockerfiles) ? textsOf(dockerfiles) : [],
    releases: folderOf(releases),
    own: typeof own === "string" ? folderOf(tidyFolder(own)) : null,
  };
}

/** The recorded releases. */
export function readReleases(below: string | null, folder: string): SourceText[] {
  if (below === null) return [];
  const names = namesIn(join(folder, below)).filter((name) => /^\d+\.\d+\.\d+.*\.json$/.test(name));
  return names.map((name) => ({ path: `${below}/${name}`, text: readFileSync(join(folder, below, name), "utf8") }));
}

/** A path that leaves the folder is the schema's to find. */
function folderOf(path: unknown): string | null {
  return typeof path === "string" && pathObjection(path) === null ? path : null;
}

function textsOf(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === "string");
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
