import type { PlatformModel } from "../../model/model.ts";
import type { Team } from "../../model/platform.ts";
import { indexBy } from "../model-lookup.ts";
import type { ServiceContext } from "../service-context.ts";
import { librarySource } from "./casc.ts";

/** Permissions of a folder's owner. Configure and replay are missing because they give access to credentials. */
export const OWNER_PERMISSIONS = ["Job/Build", "Job/Cancel", "Job/Read", "Job/Workspace"] as const;

/** Permissions of all other teams. */
export const READER_PERMISSIONS = ["Job/Read"] as const;

const teamInFolder = indexBy<Team>(({ folder }) => [folder]);

/** A Job DSL folder. Only a team's own folder has permissions and libraries, not the folders around it. */
export function viewFolder(model: ServiceContext, path: string) {
  const owner = teamInFolder(model.teams, path) ?? null;
  return {
    path,
    permissions: model.site.authorization === "matrix" && owner !== null ? permissions(model, owner) : null,
    library: model.library.scope === "folder" && owner !== null ? librarySource(model) : null,
  };
}

/** Groups with their permissions, the owner's first. A team without a group has none. */
function permissions({ teams }: PlatformModel, owner: Team) {
  const others = teams.filter((team) => team !== owner && team.group !== owner.group);
  const groups = [owner, ...others].flatMap(({ group }) => (group === null ? [] : [group]));
  return [...new Set(groups)].map((group) => ({
    group,
    permissions: group === owner.group ? OWNER_PERMISSIONS : READER_PERMISSIONS,
  }));
}
