import type { PlatformModel } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { teamNamed } from "../model-lookup.ts";

/** A former path of a job, and the model path of the former name in it: `services/shop/previousNames/0`. */
export interface FormerPath {
  readonly path: string;
  readonly origin: string;
}

/** One part of a job path. `origin` is null for the current name. */
interface Part {
  readonly text: string;
  readonly origin: string | null;
}

/** The job that begins with a stage: `/FOLDER/SERVICE-STAGE`, or `/FOLDER/SERVICE` for a combined service. */
export function jobPath(model: PlatformModel, service: Service, first: Stage): string {
  const id = service.topology === "combined" ? "" : `-${first.id}`;
  return `/${folderOf(model, first.owner)}/${service.name}${id}`;
}

/**
 * The former paths of the job that begins with a stage. The order in which the names of the service, the stage and the
 * folder changed is unknown, so this returns all combinations, the oldest first.
 */
export function formerPaths(model: PlatformModel, service: Service, first: Stage): FormerPath[] {
  const found = namesOf(service).flatMap((name) =>
    idsOf(service, first).flatMap((id) =>
      placesOf(model, service, first).map((folder) => ({
        path: `/${folder.text}/${name.text}${id.text}`,
        origin: name.origin ?? id.origin ?? folder.origin,
      })),
    ),
  );
  const former = new Map<string, string>();
  for (const { path, origin } of found) if (origin !== null && !former.has(path)) former.set(path, origin);
  return [...former].map(([path, origin]) => ({ path, origin }));
}

/** The folder of a team. */
function folderOf({ teams }: PlatformModel, team: string): string {
  return teamNamed(teams, team)?.folder ?? team;
}

function namesOf({ name, previousNames }: Service): Part[] {
  return parts(previousNames, name, `services/${name}/previousNames`);
}

function idsOf(service: Service, { id, previousIds }: Stage): Part[] {
  if (service.topology === "combined") return [{ text: "", origin: null }];
  const ids = parts(previousIds, id, `services/${service.name}/stages/${id}/previousIds`);
  return ids.map(({ text, origin }) => ({ text: `-${text}`, origin }));
}

/** The folders of former owners, then the folder of the owner. */
function placesOf(model: PlatformModel, service: Service, { id, owner, previousOwners }: Stage): Part[] {
  const others = previousOwners.flatMap((team, index) =>
    foldersOf(model, team).map(({ text }) => ({
      text,
      origin: `services/${service.name}/stages/${id}/previousOwners/${index}`,
    })),
  );
  return [...others, ...foldersOf(model, owner)];
}

function foldersOf(model: PlatformModel, team: string): Part[] {
  const previous = teamNamed(model.teams, team)?.previousFolders ?? [];
  return parts(previous, folderOf(model, team), `teams/${team}/previousFolders`);
}

function parts(before: readonly string[], today: string, origin: string): Part[] {
  return [...before.map((text, index) => ({ text, origin: `${origin}/${index}` })), { text: today, origin: null }];
}
