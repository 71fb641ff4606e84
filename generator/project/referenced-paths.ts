import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceText } from "../compile.ts";
import { tidyFolder } from "../model/folders.ts";
import { pathObjection } from "../write/paths.ts";
import { namesIn, type Pattern } from "./find-files.ts";

/** The files and folders that the platform spec refers to. */
export interface ReferencedPaths {
  readonly services: readonly Pattern[];
  readonly dockerfiles: readonly Pattern[];
  /** The folder in which `stagewright release` records releases; null if its path is invalid. */
  readonly releases: string | null;
  /** The folder of the site's own steps and classes; null if there is none. */
  readonly own: string | null;
}

/** Reads the referenced paths from a platform spec, which may have errors. */
export function referencedPaths(platform: unknown): ReferencedPaths {
  const { services, site, library } = recordOf(platform);
  const { dockerfiles } = recordOf(site);
  const { releases = "releases", own } = recordOf(library);
  return {
    services: patternsOf(["services"], services),
    dockerfiles: patternsOf(["site", "dockerfiles"], Array.isArray(dockerfiles) ? dockerfiles : []),
    releases: folderOf(releases),
    own: typeof own === "string" ? folderOf(tidyFolder(own)) : null,
  };
}

/** Reads the recorded releases; `checkPath` throws a Failure for a path that must not be read. */
export function readReleases(below: string | null, folder: string, checkPath: (path: string) => void): SourceText[] {
  if (below === null) return [];
  const names = namesIn(join(folder, below)).filter((name) => /^\d+\.\d+\.\d+.*\.json$/.test(name));
  return names.map((name) => {
    checkPath(`${below}/${name}`);
    return { path: `${below}/${name}`, text: readFileSync(join(folder, below, name), "utf8") };
  });
}

/** The schema reports a path that leaves the folder; here it is ignored. */
function folderOf(path: unknown): string | null {
  return typeof path === "string" && pathObjection(path) === null ? path : null;
}

/** The glob or the globs of a key, each with its place. The schema reports values that are not text. */
function patternsOf(key: readonly string[], value: unknown): Pattern[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((glob, index) =>
    typeof glob === "string" ? [{ key: Array.isArray(value) ? [...key, index] : key, glob }] : [],
  );
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
