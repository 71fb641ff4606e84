import { apiChanges, type Change, type Level } from "../../api/changes.ts";
import { releaseBefore } from "../../api/version.ts";
import type { Release } from "../../model/api.ts";
import type { Model } from "../../model/model.ts";

/** The changelog of the library: compares each recorded release with the previous one, newest first. */
export function changelogView({ library }: Model) {
  const { name, releases } = library;
  return { library: name, releases: [...releases].reverse().map((release) => viewRelease(release, releases)) };
}

function viewRelease(release: Release, releases: readonly Release[]) {
  const others = releases.filter((it) => it !== release);
  const before = releaseBefore(others, release.version);
  const changes = before === null ? [] : apiChanges(before.api, release.api);
  return {
    version: release.version,
    date: release.date,
    notes: release.notes,
    first: before === null,
    groups: [group("Breaking", "breaking", changes), group("New", "additive", changes)].filter(
      ({ entries }) => entries.length > 0,
    ),
  };
}

function group(title: string, level: Level, changes: readonly Change[]) {
  return { title, entries: changes.filter((change) => change.level === level) };
}
