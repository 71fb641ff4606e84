import type { Model } from "../../model/model.ts";
import { expand } from "../../model/pattern.ts";
import type { GitOps } from "../../model/platform.ts";
import type { ImageStage } from "../../model/service.ts";
import { found } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { type Deployment, deploymentsOf } from "./deployments.ts";
import { type Workload, workloadOf } from "./workload.ts";

/** An initial file of a GitOps repository, and its template in `argocd/gitops/`. */
interface Beginning {
  readonly path: string;
  readonly template: string;
}

/** Plans the initial files of each environment's GitOps repository, according to the layout of each service. */
export function planOverlays(model: Model): PlannedFile[] {
  return deploymentsOf(model).flatMap((each) => planOverlay(model, each));
}

function planOverlay(model: Model, deployment: Deployment): PlannedFile[] {
  const { service, stage, environment, namespace, gitops, path } = deployment;
  const stages = service.stages.filter((it) => it.kind === "image");
  const images = stages.map((image) => viewImage(model, image, stages.length === 1));
  const workload = workloadOf(service.name, environment.strategy);
  const view = {
    service: service.name,
    port: service.port,
    environment: environment.name,
    specFile: service.specFile,
    namespace,
    images,
    workload,
    resources: manifestsOf(workload).map(({ path: name }) => name),
  };
  return beginnings(gitops, service.name, path, workload).map((file) => ({
    path: `gitops/${environment.name}/${file.path}`,
    template: `argocd/gitops/${file.template}`,
    shard: `${stage.owner}/${service.name}`,
    view,
  }));
}

/** The manifests of a workload. */
function manifestsOf({ kind, services }: Workload): Beginning[] {
  const own = { path: `${kind.toLowerCase()}.yaml`, template: "workload.yaml.hbs" };
  return services === null ? [own] : [own, { path: "services.yaml", template: "services.yaml.hbs" }];
}

function beginnings({ layout, chart }: GitOps, service: string, folder: string, workload: Workload): Beginning[] {
  const at = (name: string) => ({ path: `${folder}/${name}`, template: `${name}.hbs` });
  const manifests = manifestsOf(workload);
  const inFolder = (directory: string) => manifests.map((it) => ({ ...it, path: `${directory}/${it.path}` }));
  if (layout === "kustomize") return [at("kustomization.yaml"), ...inFolder(folder)];
  if (layout === "manifests") return inFolder(folder);
  if (chart === null || chart.path === null) return [at("values.yaml")];
  const directory = expand(chart.path, service, "");
  return [
    at("values.yaml"),
    { path: `${directory}/Chart.yaml`, template: "chart/Chart.yaml.hbs" },
    ...inFolder(`${directory}/templates`).map((it) => ({ ...it, template: `chart/${it.template}` })),
  ];
}

/** A container, and the key of its image in a chart's values: `image`, or below the image's name if there are several. */
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
