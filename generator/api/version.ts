import type { SemVer } from "semver";
import compare from "semver/functions/compare.js";
import parse from "semver/functions/parse.js";
import type { Release } from "../model/api.ts";
import type { Level } from "./changes.ts";

/** Negative if `one` is lower than `other` by semantic versioning. Throws for a text that is not a version. */
export function compareVersions(one: string, other: string): number {
  return compare(one, other);
}

/** Whether a text is a semantic version: `1.4.0`, `1.4.0-rc.1`. */
export function isVersion(text: string): boolean {
  return /^\d/.test(text) && parse(text) !== null;
}

/** The lowest version after `last` that permits such a change. Before 1.0.0 a breaking change needs a new minor version. */
export function demandedVersion(last: string, level: Level | null): string {
  const { major, minor, patch, prerelease: pre } = partsOf(last);
  if (level === null) return last;
  // A pre-release guarantees nothing, so its release permits any change.
  if (pre.length > 0) return `${major}.${minor}.${patch}`;
  if (level === "breaking") return major > 0 ? `${major + 1}.0.0` : `0.${minor + 1}.0`;
  if (level === "additive" && major > 0) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Whether a version is at least the required one; a pre-release counts as its release. */
export function satisfies(version: string, demanded: string): boolean {
  const { major, minor, patch } = partsOf(version);
  return compareVersions(`${major}.${minor}.${patch}`, demanded) >= 0;
}

/** The newest release that is not newer than a version; it can be that version. */
export function releaseBefore(releases: readonly Release[], version: string): Release | null {
  const before = releases.filter((release) => compareVersions(release.version, version) <= 0);
  return before.sort((one, other) => compareVersions(other.version, one.version))[0] ?? null;
}

function partsOf(version: string): SemVer {
  const parts = parse(version);
  if (parts === null) throw new Error(`${version} is not a version`);
  return parts;
}
