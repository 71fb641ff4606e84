import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { SpecPath } from "../parse/document.ts";
import { firstOfJob, folderOf, topologyOf } from "./job-paths.ts";
import type { StageSpec } from "./specs.ts";

/** A path that a job had, and the key that says so. */
export interface FormerJob {
  readonly path: string;
  readonly says: Key;
}

interface Key {
  readonly spec: "platform" | "service";
  readonly keys: SpecPath;
}

/** One of the names that a path is put together of; `says` is null for today's. */
interface Part {
  readonly text: string;
  readonly says: Key | null;
}

/**
 * Where a stage's job was: which of the service's, the stage's and the folder's names changed first nobody tells, so
 * all of them in any combination, the oldest first. Only what the specs name, never a path of its own.
 */
export function formerJobs(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): FormerJob[] {
  const first = firstOfJob(platform, service, stage);
  const found = namesOf(service).flatMap((name) =>
    idsOf(platform, service, first).flatMap((id) =>
      placesOf(platform, service, first).map((folder) => ({
        path: `/${folder.text}/${name.text}${id.text}`,
        says: name.says ?? id.says ?? folder.says,
      })),
    ),
  );
  const former = found.flatMap(({ path, says }) => (says === null ? [] : [{ path, says }]));
  return former.filter(({ path }, index) => former.findIndex((it) => it.path === path) === index);
}

function namesOf(service: ServiceSpec): Part[] {
  return parts(service.previousNames, service.service, (index) => inService("previousNames", index));
}

function idsOf(platform: PlatformSpec, service: ServiceSpec, first: StageSpec): Part[] {
  if (topologyOf(platform, service) === "combined") return [{ text: "", says: null }];
  const at = service.stages.indexOf(first);
  const ids = parts(first.previousIds, first.id, (index) => inService("stages", at, "previousIds", index));
  return ids.map(({ text, says }) => ({ text: `-${text}`, says }));
}

/** Folders: those of the teams that owned it, then its owner's. */
function placesOf(platform: PlatformSpec, service: ServiceSpec, first: StageSpec): Part[] {
  const at = service.stages.indexOf(first);
  const others = (first.previousOwners ?? []).flatMap((team, index) =>
    foldersOf(platform, team).map(({ text }) => ({
      text,
      says: inService("stages", at, "previousOwners", index),
    })),
  );
  return [...others, ...foldersOf(platform, first.owner)];
}

function foldersOf(platform: PlatformSpec, team: string): Part[] {
  return parts(platform.teams[team]?.previousFolders, folderOf(platform, team), (index) => ({
    spec: "platform",
    keys: ["teams", team, "previousFolders", index],
  }));
}

function parts(before: readonly string[] = [], today: string, says: (index: number) => Key): Part[] {
  return [...before.map((text, index) => ({ text, says: says(index) })), { text: today, says: null }];
}

function inService(...keys: SpecPath): Key {
  return { spec: "service", keys };
}
