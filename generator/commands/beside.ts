import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceText } from "../compile.ts";
import { errorCode } from "../write/file-system.ts";
import { pathObjection } from "../write/paths.ts";

/** The releases that `stagewright release` recorded in the folder that the platform spec names. */
export function readReleases(platform: unknown, folder: string): SourceText[] {
  const below = recordOf(recordOf(platform).library).releases ?? "releases";
  // A path that leaves the folder is the schema's to find.
  if (typeof below !== "string" || pathObjection(below) !== null) return [];
  const names = list(join(folder, below)).filter((name) => /^\d+\.\d+\.\d+.*\.json$/.test(name));
  return names.map((name) => ({ path: `${below}/${name}`, text: readFileSync(join(folder, below, name), "utf8") }));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return [];
    throw error;
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
