import type { Reports } from "../../model/reports.ts";
import type { Service, SourceBuild, Stage } from "../../model/service.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";

/** What the builds and the commands of a stage cannot have. */
export function checkBuilds({ name }: Service, stage: Stage): Lack[] {
  const path = `services/${name}/stages/${stage.id}`;
  const services = "services" in stage ? stage.services : [];
  return [
    ...when(services.length > 0, () =>
      lacks(
        `${path}/services`,
        "the generated tasks start no service containers",
        "remove services, or use target: jenkins",
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
