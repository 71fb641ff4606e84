import type { Reports } from "../../model/reports.ts";
import type { Service, SourceBuild, Stage } from "../../model/service.ts";
import { containersOf } from "../shared/service-containers.ts";
import { differs, type Lack, when } from "./lack.ts";
import { SIDECAR_USER } from "./sidecars.ts";

/** What the builds and the commands of a stage cannot have. */
export function checkBuilds({ name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  const asImage = stage.agent.pod === null ? containersOf(stage).filter(({ user }) => user === null) : [];
  return [
    ...when(asImage.length > 0, () =>
      differs(
        `${path}/services`,
        `the user of ${asImage.map((it) => it.name).join(" and ")} is ${SIDECAR_USER}, not that of the image`,
        "set user, if the image needs another one",
      ),
    ),
    ...buildsOf(path, stage).flatMap(([place, build]) => checkBuild(place, build)),
  ];
}

type Build = Reports & Partial<Pick<SourceBuild, "cache">>;

function buildsOf(path: string, stage: Stage): (readonly [path: string, build: Build])[] {
  if (stage.kind === "custom") return [[path, stage]];
  if (stage.kind !== "source") return [];
  return [[path, stage], ...stage.also.map((build, index) => [`${path}/also/${index}`, build] as const)];
}

function checkBuild(path: string, { tests, cache = null }: Build): Lack[] {
  return [
    ...when(tests.length > 0, () =>
      differs(
        `${path}/tests`,
        "failed tests fail the stage, but no page shows the reports: they end with the pod",
        "let the command print the failed tests",
      ),
    ),
    ...when(cache !== null, () =>
      differs(`${path}/cache`, "each run starts with an empty cache", "remove cache, or use a proxy of the packages"),
    ),
  ];
}
