import type { PlatformModel } from "../../model/model.ts";
import { expand } from "../../model/pattern.ts";
import type { GitOps } from "../../model/platform.ts";
import type { ImageStage, Service } from "../../model/service.ts";
import { found } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { type Deployment, deploymentsOfService } from "./deployments.ts";
import { deploymentName, type Workload, workloadOf } from "./workload.ts";

/** An initial file of a GitOps repository, and its template in `argocd/gitops/`. */
interface Beginning {
  readonly path: string;
  readonly template: string;
  /** The workload and its images; missing for files of the whole service. */
  readonly part?: Part;
}

/** A workload of a service: its name and its images. */
interface Part {
  readonly name: string;
  readonly images: readonly ReturnType<typeof viewImage>[];
}

/** Plans the initial files of a service in each environment's GitOps repository, according to its layout. */
export function* planOverlays(model: PlatformModel, service: Service): Iterable<PlannedFile> {
  for (const deployment of deploymentsOfService(model, service)) yield* planOverlay(model, deployment);
}

function planOverlay(model: PlatformModel, deployment: Deployment): PlannedFile[] {
  const { service, stage, environment, namespace, gitops, path } = deployment;
  const stages = service.stages.filter((it) => it.kind === "image");
  const images = stages.map((image) => viewImage(model, image, stages.length === 1));
  const workload = workloadOf(service.name, environment.strategy);
  const manifests = manifestsOf(service.name, workload, images);
  const view = {
    service: service.name,
    port: service.port,
    environment: environment.name,
    specFile: service.specFile,
    namespace,
    images,
    workload,
    resources: manifests.map(({ path: name }) => name),
  };
  return beginnings(gitops, service.name, path, manifests).map((file) => ({
    path: `gitops/${environment.name}/${file.path}`,
    template: `argocd/gitops/${file.template}`,
    shard: `${stage.owner}/${service.name}`,
    view: { ...view, name: service.name, ...file.part },
  }));
}

/**
 * The manifests of a service: a Deployment for each image, so that each one can be scaled. A Rollout has all images, because a
 * promotion decides on one Rollout.
 */
function manifestsOf(service: string, { kind, services }: Workload, images: Part["images"]): Beginning[] {
  const template = "workload.yaml.hbs";
  if (kind === "Deployment" && images.length > 1)
    return images.map((image) => ({
      path: `deployment-${image.name}.yaml`,
      template,
      part: { name: deploymentName(service, image.name), images: [image] },
    }));
  const own = { path: `${kind.toLowerCase()}.yaml`, template };
  return services === null ? [own] : [own, { path: "services.yaml", template: "services.yaml.hbs" }];
}

function beginnings(
  { layout, chart }: GitOps,
  service: string,
  folder: string,
  manifests: readonly Beginning[],
): Beginning[] {
  const at = (name: string) => ({ path: `${folder}/${name}`, template: `${name}.hbs` });
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
function viewImage(model: PlatformModel, stage: ImageStage, only: boolean) {
  const registry = model.registries.find(({ name }) => name === stage.registry);
  const own = stage.image.split("/").at(-1) ?? stage.image;
  return {
    name: stage.id,
    image: `${found(registry, `registry ${stage.registry}`).host}/${stage.image}`,
    key: only ? null : own,
    value: only ? ".Values.image" : `(index .Values ${JSON.stringify(own)}).image`,
  };
}
