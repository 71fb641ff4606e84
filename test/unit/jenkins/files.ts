import type { Model } from "../../../generator/model/model.ts";
import { planAll } from "../../../generator/plan.ts";
import { render } from "../../../generator/render/index.ts";
import { sortFiles } from "../../../generator/render/sort-files.ts";
import type { PlannedFile } from "../../../generator/targets/target.ts";

/** All planned files except the library. */
export function planned(model: Model): PlannedFile[] {
  return planAll(model).filter(({ shard }) => shard !== "library");
}

/** The files by path. */
export function filesOf(model: Model): Map<string, string> {
  return new Map(sortFiles(render(planned(model))).map((file) => [file.path, file.content]));
}

/** The text of a file; fails if the file is not generated. */
export function fileOf(model: Model, path: string): string {
  const content = filesOf(model).get(path);
  if (content === undefined) throw new Error(`${path} is not generated`);
  return content;
}
