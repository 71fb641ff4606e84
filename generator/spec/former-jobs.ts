import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { SpecPath } from "../parse/document.ts";
import { firstOfJob, folderOf, topologyOf } from "./job-paths.ts";
import type { StageSpec } from "./specs.ts";

/** A former path of a job, and the key that names it. */
export interface FormerJob {
  readonly path: string;
  readonly key: Key;
}

interface Key {
  readonly spec: "platform" | "service";
  readonly keys: SpecPath;
}

/** One part of a job path. `key` is null for the current name. */
interface Part {
  readonly text: string;
  readonly key: Key | null;
}

/**
 * The former paths of a stage's job. The order in which the names of the service, the stage and the folder changed is
 * unknown, so this returns all combinations, the oldest first.
 */
export function formerJobs(platform: PlatformSpec, service: ServiceSpec, stage: StageSpec): FormerJob[] {
  const first = firstOfJob(platform, service, stage);
  const found = namesOf(service).flatMap((name) =>
    idsOf(platform, service, first).flatMap((id) =>
      placesOf(platform, service, first).map((folder) => ({
        path: `/${folder.text}/${name.text}${id.text}`,
        key: name.key ?? id.key ?? folder.key,
      })),
    ),
  );
  const former = found.flatMap(({ path, key }) => (key === null ? [] : [{ path, key }]));
  return former.filter(({ path }, index) => former.findIndex((it) => it.path === path) === index);
}

function namesOf(service: ServiceSpec): Part[] {
  return parts(service.previousNames, service.service, (index) => inService("previousNames", index));
}

function idsOf(platform: PlatformSpec, service: ServiceSpec, first: StageSpec): Part[] {
  if (topologyOf(platform, service) === "combined") return [{ text: "", key: null }];
  const at = service.stages.indexOf(first);
  const ids = parts(first.previousIds, first.id, (index) => inService("stages", at, "previousIds", index));
  return ids.map(({ text, key }) => ({ text: `-${text}`, key }));
}

/** The folders of former owners, then the folder of the owner. */
function placesOf(platform: PlatformSpec, service: ServiceSpec, first: StageSpec): Part[] {
  const at = service.stages.indexOf(first);
  const others = (first.previousOwners ?? []).flatMap((team, index) =>
    foldersOf(platform, team).map(({ text }) => ({
      text,
      key: inService("stages", at, "previousOwners", index),
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

function parts(before: readonly string[] = [], today: string, key: (index: number) => Key): Part[] {
  return [...before.map((text, index) => ({ text, key: key(index) })), { text: today, key: null }];
}

function inService(...keys: SpecPath): Key {
  return { spec: "service", keys };
}
