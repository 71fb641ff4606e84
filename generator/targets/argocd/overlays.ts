import type { Model } from "../../model/model.ts";
import type { ImageStage } from "../../model/service.ts";
import { found } from "../lookup.ts";
import type { PlannedFile } from "../target.ts";
import { type Deployment, deploymentsOf } from "./deployments.ts";

/** Plans what each environment's GitOps repository starts with: an overlay for each service. */
export function planOverlays(model: Model): PlannedFile[] {
  return deploymentsOf(model).flatMap((each) => planOverlay(model, each));
}

function planOverlay(model: Model, { service, stage, environment, namespace, path }: Deployment): PlannedFile[] {
  const images = service.stages
    .filter((candidate) => candidate.kind === "image")
    .map((image) => viewImage(model, image));
  const view = {
    service: service.name,
    environment: environment.name,
    specFile: service.specFile,
    namespace,
    images,
  };
  return ["kustomization", "deployment"].map((name) => ({
    path: `gitops/${environment.name}/${path}/${name}.yaml`,
    template: `argocd/gitops/${name}.yaml.hbs`,
    shard: `${stage.owner}/${service.name}`,
    view,
  }));
}

function viewImage(model: Model, stage: ImageStage) {
  const registry = model.registries.find(({ name }) => name === stage.registry);
  return { name: stage.id, image: `${found(registry, `registry ${stage.registry}`).host}/${stage.image}` };
}
