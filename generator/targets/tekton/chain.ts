import type { Model } from "../../model/model.ts";
import type { ImageStage, Service, Stage } from "../../model/service.ts";
import { registryOf } from "../shared/phases.ts";
import { reachOf } from "../shared/stage-settings.ts";
import { filesPlace } from "./files.ts";
import { listenerUrl, namespaceOf, pipelineName, placeOfStage, sourceOf, stageOf } from "./names.ts";

/**
 * What the tasks around the work of a stage compare: the places of the stages whose facts it uses, as constants. Anyone who starts a
 * run only names the run of the source stage; each fact is read from the stage that made it.
 */
export function chainSettings(model: Model, service: Service, stage: Stage) {
  const source = sourceOf(service);
  const before = stagesBefore(service, stage);
  return {
    service: service.name,
    git: service.git,
    stage: stage.id,
    kind: stage.kind,
    namespace: namespaceOf(model, stage.owner),
    pipeline: pipelineName(service, stage),
    image: stage.kind === "image" ? imageOf(model, stage) : null,
    files: filesPlace(model, service)?.repository ?? "",
    source: stage.id === source.id ? null : placeOfStage(model, service, source.id),
    needs: stage.needs.filter((id) => id !== source.id).map((id) => placeOfStage(model, service, id)),
    images: before
      .filter((it): it is ImageStage => it.kind === "image")
      .map((it) => ({ ...placeOfStage(model, service, it.id), image: it.image, repository: repositoryOf(model, it) })),
    waitMinutes: stage.waitTimeout,
    starts: stage.downstream.map((id) => ({
      pipeline: pipelineName(service, stageOf(service, id)),
      url: listenerUrl(model, stageOf(service, id).owner),
      reach: reachOf(service, stageOf(service, id)),
    })),
  };
}

function imageOf(model: Model, stage: ImageStage) {
  return { name: stage.image, repository: repositoryOf(model, stage), provenance: stage.provenance };
}

function repositoryOf(model: Model, stage: ImageStage): string {
  return `${registryOf(model, stage.registry).host}/${stage.image}`;
}

/** All stages whose results a stage uses, in the order of the service. */
export function stagesBefore(service: Service, stage: Stage): Stage[] {
  const ids = new Set<string>();
  const add = (id: string) => {
    if (ids.has(id)) return;
    ids.add(id);
    stageOf(service, id).needs.forEach(add);
  };
  stage.needs.forEach(add);
  return service.stages.filter(({ id }) => ids.has(id));
}
