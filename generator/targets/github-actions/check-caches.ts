import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { locksOf } from "./caches.ts";
import { differs, type Lack, when } from "./lack.ts";
import { runsOnHosted } from "./runners.ts";

/** Folders of caches on runners of GitHub, which are new for each job. */
export function checkCaches(model: Model, { name }: Service, stage: Stage): Lack[] {
  if (stage.kind !== "source" || !runsOnHosted(stage.agent.label)) return [];
  const path = `services/${name}/stages/${stage.id}`;
  const locks = locksOf(model, stage) ?? {};
  return [stage, ...stage.also].flatMap(({ tool, cache }, index) =>
    when(cache !== null, () =>
      differs(
        `${path}/${index === 0 ? "" : `also/${index - 1}/`}cache`,
        locks[tool] === undefined
          ? `a runner of GitHub is new for each job and does not keep ${cache}, so each build downloads its dependencies`
          : `a runner of GitHub is new for each job and does not keep ${cache}; the workflow keeps the cache of ${tool} itself`,
        "remove cache",
      ),
    ),
  );
}
