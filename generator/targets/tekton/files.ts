import type { Binding } from "../../handoffs/handoff.ts";
import type { Model } from "../../model/model.ts";
import type { ImageStage, Service, Stage } from "../../model/service.ts";
import { registryOf } from "../shared/phases.ts";
import { sourceOf } from "./names.ts";

/** Where a source stage keeps its artifacts for the image stages: in the registry, next to the first image that uses them. */
export interface FilesPlace {
  readonly repository: string;
  readonly registry: string;
  readonly insecure: boolean;
  readonly push: Binding[];
  readonly pull: Binding[];
}

/** The place of the artifacts of a service; null if no image stage uses them. */
export function filesPlace(model: Model, service: Service): FilesPlace | null {
  const user = service.stages.find((stage): stage is ImageStage => usesFiles(stage));
  if (user === undefined) return null;
  const { host, insecure, push, pull } = registryOf(model, user.registry);
  const login = (id: string | null): Binding[] =>
    id === null ? [] : [{ kind: "usernamePassword", id, user: "REGISTRY_USER", password: "REGISTRY_PASSWORD" }];
  return {
    repository: `${host}/${user.image}`,
    registry: host,
    insecure,
    push: login(push),
    pull: login(pull ?? push),
  };
}

/** Whether a stage gets the artifacts of the source stage. */
export function usesFiles(stage: Stage): boolean {
  return stage.kind === "image" && stage.artifactsFrom !== null;
}

/** Whether a stage keeps its artifacts for others. */
export function keepsFiles(model: Model, service: Service, stage: Stage): boolean {
  return stage.id === sourceOf(service).id && filesPlace(model, service) !== null;
}
