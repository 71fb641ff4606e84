import type { Model } from "../../model/model.ts";
import type { Reports } from "../../model/reports.ts";
import type { Service, SourceBuild, Stage } from "../../model/service.ts";
import { registryOf } from "../shared/phases.ts";
import { containersOf } from "../shared/service-containers.ts";
import { imageFor, usesFiles } from "./files.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { SIDECAR_USER } from "./sidecars.ts";

/** What the builds and the commands of a stage cannot have. */
export function checkBuilds(model: Model, service: Service, stage: Stage): Lack[] {
  const path = `services/${service.name}/stages/${stage.id}`;
  const asImage = stage.agent.pod === null ? containersOf(stage).filter(({ user }) => user === null) : [];
  return [
    ...when(asImage.length > 0, () =>
      differs(
        `${path}/services`,
        `the user of ${asImage.map((it) => it.name).join(" and ")} is ${SIDECAR_USER}, not that of the image`,
        "set user, if the image needs another one",
      ),
    ),
    ...(stage.kind === "custom" && usesFiles(stage) ? checkFiles(model, service, `${path}/artifactsFrom`) : []),
    ...buildsOf(path, stage).flatMap(([place, build]) => checkBuild(place, build)),
  ];
}

/** A custom stage fetches artifacts from the registry. It runs commands, so it does not get the login that pushes images. */
function checkFiles(model: Model, service: Service, path: string): Lack[] {
  const image = imageFor(service);
  if (image === null) {
    const message = `no stage of ${service.name} builds an image, so no registry keeps the artifacts`;
    return [lacks(path, message, "build them in the command, or use target: jenkins")];
  }
  const { name, push, pull } = registryOf(model, image.registry);
  return when(push !== null && pull === null, () =>
    lacks(
      path,
      `the registry ${name} has no login that only reads, and the stage does not get the one that pushes images`,
      `set registries.${name}.credentials.pull`,
    ),
  );
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
