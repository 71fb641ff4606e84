import type { Reports } from "../../model/reports.ts";
import type { CustomStage, Service, SourceBuild, Stage } from "../../model/service.ts";
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
    ...(stage.kind === "custom" ? checkCommands(path, stage) : []),
  ];
}

type Build = Reports & Partial<Pick<SourceBuild, "cache">>;

function buildsOf(path: string, stage: Stage): (readonly [path: string, build: Build])[] {
  if (stage.kind === "custom") return [[path, stage]];
  if (stage.kind !== "source") return [];
  return [[path, stage], ...stage.also.map((build, index) => [`${path}/also/${index}`, build] as const)];
}

function checkBuild(path: string, { coverage, issues, tests, cache = null }: Build): Lack[] {
  const hint = "let the command compare its own limits, or use target: jenkins";
  return [
    ...when(coverage !== null, () => lacks(`${path}/coverage`, "reports of coverage need a plugin of Jenkins", hint)),
    ...when(issues !== null, () => lacks(`${path}/issues`, "reports of issues need a plugin of Jenkins", hint)),
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

/** What the pipelines of other products do around the command of a custom stage. */
function checkCommands(path: string, { artifactsFrom, onFailure, always, allowFailure }: CustomStage): Lack[] {
  return [
    ...when(artifactsFrom !== null, () =>
      lacks(
        `${path}/artifactsFrom`,
        "a custom stage gets no artifacts of the source stage",
        "build them in the command, or use target: jenkins",
      ),
    ),
    ...when(onFailure !== null || always !== null, () =>
      lacks(
        `${path}/${onFailure === null ? "always" : "onFailure"}`,
        "a custom stage runs one command",
        "call it in command, for example with trap",
      ),
    ),
    ...when(allowFailure, () =>
      lacks(
        `${path}/allowFailure`,
        "a run has no unstable result: a failed command fails the stage",
        "remove allowFailure",
      ),
    ),
  ];
}
