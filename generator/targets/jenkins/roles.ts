import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { OWNER_PERMISSIONS, READER_PERMISSIONS } from "./folders.ts";

/** Plans roles for sites with the role strategy: one for each team's folder, one for reading. The site merges them into its own. */
export function planRoles(model: Model): PlannedFile[] {
  if (model.site.authorization !== "role") return [];
  const groups = model.teams.flatMap(({ group }) => (group === null ? [] : [group]));
  const items = model.teams.flatMap(({ name, folder, group }) =>
    group === null
      ? []
      : [
          role(`${name}-owner`, folder, OWNER_PERMISSIONS, [group]),
          role(
            `${name}-reader`,
            folder,
            READER_PERMISSIONS,
            [...new Set(groups)].filter((it) => it !== group),
          ),
        ],
  );
  return [
    {
      path: "jenkins/roles.yaml",
      template: "jenkins/site/roles.yaml.hbs",
      shard: "site",
      view: { specFile: model.specFile, items: items.filter(({ entries }) => entries.length > 0) },
    },
  ];
}

/** A Java pattern for the full path of a job: matches the folder and everything in it. */
function role(name: string, folder: string, permissions: readonly string[], groups: readonly string[]) {
  const pattern = `${folder.replace(/[^\w/]/g, (char) => `\\${char}`)}(/.*)?`;
  return { name, pattern, permissions: [...permissions], entries: groups.map((group) => ({ group })) };
}
