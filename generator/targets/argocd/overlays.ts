import type { Model } from "../../model/model.ts";
import type { GitOps } from "../../model/platform.ts";
import type { ImageStage } from "../../model/service.ts";
import { expand, found } from "../lookup.ts";
import type { PlannedFile } from "../target.ts";
import { type Deployment, deploymentsOf } from "./deployments.ts";

/** A file of a GitOps repository's beginning, and its template below `argocd/gitops/`. */
interface Beginning {
  readonly path: string;
  readonly template: string;
}

/** Plans what each environment's GitOps repository starts with: for each service, what its layout wants. */
export function planOverlays(model: Model): PlannedFile[] {
  return deploymentsOf(model).flatMap((each) => planOverlay(model, each));
}

function planOverlay(model: Model, deployment: Deployment): PlannedFile[] {
  const { service, stage, environment, namespace, gitops, path } = deployment;
  const stages = service.stages.filter((it) => it.kind === "image");
  const images = stages.map((image) => viewImage(model, image, stages.length === 1));
  const view = {
    service: service.name,
    environment: environment.name,
    specFile: service.specFile,
    namespace,
    images,
  };
  return beginnings(gitops, service.name, path).map((file) => ({
    path: `gitops/${environment.name}/${file.path}`,
    template: `argocd/gitops/${file.template}`,
    shard: `${stage.owner}/${service.name}`,
    view,
  }));
}

function beginnings({ layout, chart }: GitOps, service: string, folder: string): Beginning[] {
  const at = (name: string) => ({ path: `${folder}/${name}`, template: `${name}.hbs` });
  if (layout === "kustomize") return [at("kustomization.yaml"), at("deployment.yaml")];
  if (layout === "manifests") return [at("deployment.yaml")];
  if (chart === null || chart.path === null) return [at("values.yaml")];
  const directory = expand(chart.path, service, "");
  return [
    at("values.yaml"),
    { path: `${directory}/Chart.yaml`, template: "chart/Chart.yaml.hbs" },
    { path: `${directory}/templates/deployment.yaml`, template: "chart/deployment.yaml.hbs" },
  ];
}

/** A container, and where a chart's values have its image: `image`, or below the image's own name if there are several. */
function viewImage(model: Model, stage: ImageStage, only: boolean) {
  const registry = model.registries.find(({ name }) => name === stage.registry);
  const own = stage.image.split("/").at(-1) ?? stage.image;
  return {
    name: stage.id,
    image: `${found(registry, `registry ${stage.registry}`).host}/${stage.image}`,
    key: only ? null : own,
    value: only ? ".Values.image" : `(index .Values ${JSON.stringify(own)}).image`,
  };
}
