import type { Release } from "../model/api.ts";
import type { Level } from "./changes.ts";

interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Empty for a release. */
  readonly pre: readonly string[];
}

/** Negative if `one` is lower than `other` by semantic versioning. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [parse(one), parse(other)];
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch || comparePre(a.pre, b.pre);
}

/** The lowest version after `last` that permits such a change. Before 1.0.0 a breaking change needs a new minor version. */
export function demandedVersion(last: string, level: Level | null): string {
  const { major, minor, patch, pre } = parse(last);
  if (level === null) return last;
  // A pre-release guarantees nothing, so its release permits any change.
  if (pre.length > 0) return `${major}.${minor}.${patch}`;
  if (level === "breaking") return major > 0 ? `${major + 1}.0.0` : `0.${minor + 1}.0`;
  if (level === "additive" && major > 0) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}

/** Whether a version is at least the required one; a pre-release counts as its release. */
export function satisfies(version: string, demanded: string): boolean {
  const { pre: _, ...numbers } = parse(version);
  return compareVersions(`${numbers.major}.${numbers.minor}.${numbers.patch}`, demanded) >= 0;
}

/** The newest release that is not newer than a version; it can be that version. */
export function releaseBefore(releases: readonly Release[], version: string): Release | null {
  const before = releases.filter((release) => compareVersions(release.version, version) <= 0);
  return before.sort((one, other) => compareVersions(other.version, one.version))[0] ?? null;
}

function parse(version: string): Version {
  const [numbers = "", ...rest] = version.split("-");
  const [major = 0, minor = 0, patch = 0] = numbers.split(".").map(Number);
  const pre = rest.join("-");
  return { major, minor, patch, pre: pre === "" ? [] : pre.split(".") };
}

function comparePre(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return other.length - one.length;
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const [a, b] = [one[index], other[index]];
    if (a === undefined || b === undefined) return a === undefined ? -1 : 1;
    const [x, y] = [Number(a), Number(b)];
    const numeric = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    const order = numeric || (Number.isNaN(x) ? compareText(a, b) : x - y);
    if (order !== 0) return order;
  }
  return 0;
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
