import type { Model } from "../../model/model.ts";
import type { Team } from "../../model/platform.ts";
import { librarySource } from "./casc.ts";

/** What a folder's owner may do in it. To configure or replay would be to reach its credentials. */
export const OWNER_PERMISSIONS = ["Job/Build", "Job/Cancel", "Job/Read", "Job/Workspace"] as const;

/** What every other team may do there. */
export const READER_PERMISSIONS = ["Job/Read"] as const;

/** A folder as Job DSL defines it; only a team's own has permissions and libraries, what encloses it is passed through. */
export function viewFolder(model: Model, path: string) {
  const owner = model.teams.find(({ folder }) => folder === path) ?? null;
  return {
    path,
    permissions: model.site.authorization === "matrix" && owner !== null ? permissions(model, owner) : null,
    library: model.library.scope === "folder" && owner !== null ? librarySource(model) : null,
  };
}

/** Groups with what they may, the owner's first; a team whose group is not told has none. */
function permissions({ teams }: Model, owner: Team) {
  const others = teams.filter((team) => team !== owner && team.group !== owner.group);
  const groups = [owner, ...others].flatMap(({ group }) => (group === null ? [] : [group]));
  return [...new Set(groups)].map((group) => ({
    group,
    permissions: group === owner.group ? OWNER_PERMISSIONS : READER_PERMISSIONS,
  }));
}
