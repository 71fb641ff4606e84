import type { Binding } from "../../handoffs/handoff.ts";
import type { Model } from "../../model/model.ts";
import type { ImageStage, Service, Stage } from "../../model/service.ts";
import { artifactsOf } from "../../model/stages.ts";
import { registryOf } from "../shared/phases.ts";
import { sourceOf } from "./names.ts";

/** Where a source stage keeps its artifacts for other stages: in the registry, next to an image of the service. */
export interface FilesPlace {
  readonly repository: string;
  readonly registry: string;
  readonly insecure: boolean;
  readonly push: Binding[];
  readonly pull: Binding[];
}

/** The place of the artifacts of a service: that of the first image that uses them, or else of the first image. */
export function filesPlace(model: Model, service: Service): FilesPlace | null {
  const image = service.stages.some(usesFiles) ? imageFor(service) : null;
  if (image === null) return null;
  const { host, insecure, push, pull } = registryOf(model, image.registry);
  const login = (id: string | null): Binding[] =>
    id === null ? [] : [{ kind: "usernamePassword", id, user: "REGISTRY_USER", password: "REGISTRY_PASSWORD" }];
  return {
    repository: `${host}/${image.image}`,
    registry: host,
    insecure,
    push: login(push),
    pull: login(pull ?? push),
  };
}

/** The image next to which the artifacts of a service are; null for a service without images. */
export function imageFor({ stages }: Service): ImageStage | null {
  const images = stages.filter((stage): stage is ImageStage => stage.kind === "image");
  return images.find(usesFiles) ?? images[0] ?? null;
}

/** Whether a stage gets the artifacts of the source stage. */
export function usesFiles(stage: Stage): boolean {
  return artifactsOf(stage) !== null;
}

/** Whether a stage keeps its artifacts for others. */
export function keepsFiles(model: Model, service: Service, stage: Stage): boolean {
  return stage.id === sourceOf(service).id && filesPlace(model, service) !== null;
}
