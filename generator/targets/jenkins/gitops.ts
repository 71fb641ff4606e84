import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import type { DeployStage, ImageStage, Service } from "../../model/service.ts";
import type { PlannedFile } from "../target.ts";
import { expand, found } from "./jobs-model.ts";

interface Deployment {
  readonly service: Service;
  readonly stage: DeployStage;
  readonly environment: Environment;
}

/** Plans what each environment's GitOps repository starts with: overlays, and Argo CD's Applications and AppProject. */
export function planGitops(model: Model): PlannedFile[] {
  const deployments = model.services.flatMap((service) =>
    service.stages.flatMap((stage) => (stage.kind === "deploy" ? [deployment(model, service, stage)] : [])),
  );
  return [
    ...deployments.flatMap((each) => planDeployment(model, each)),
    ...model.environments.flatMap((environment) => {
      const own = deployments.filter((each) => each.environment === environment);
      return own.length > 0 ? [planProject(model, environment, own)] : [];
    }),
  ];
}

function deployment(model: Model, service: Service, stage: DeployStage): Deployment {
  const environment = model.environments.find(({ name }) => name === stage.environment);
  return { service, stage, environment: found(environment, `environment ${stage.environment}`) };
}

function planDeployment(model: Model, { service, stage, environment }: Deployment): PlannedFile[] {
  const place = (pattern: string) => expand(pattern, service.name, environment.name);
  const overlay = place(environment.gitops.path);
  const root = `gitops/${environment.name}`;
  const shard = `${stage.owner}/${service.name}`;
  const images = service.stages
    .filter((candidate) => candidate.kind === "image")
    .map((image) => viewImage(model, image));
  const view = {
    service: service.name,
    environment: environment.name,
    specFile: service.specFile,
    namespace: place(environment.namespace),
    images,
    path: overlay,
    git: environment.gitops.git,
    branch: environment.gitops.branch,
    instance: instanceOf(model, environment),
  };
  const file = (path: string, template: string) => ({
    path: `${root}/${path}`,
    template: `gitops/${template}`,
    shard,
    view,
  });
  return [
    file(`${overlay}/kustomization.yaml`, "kustomization.yaml.hbs"),
    file(`${overlay}/deployment.yaml`, "deployment.yaml.hbs"),
    file(`argocd/${service.name}.yaml`, "application.yaml.hbs"),
  ];
}

function viewImage(model: Model, stage: ImageStage) {
  const registry = model.registries.find(({ name }) => name === stage.registry);
  return { name: stage.id, image: `${found(registry, `registry ${stage.registry}`).host}/${stage.image}` };
}

function planProject(model: Model, environment: Environment, own: readonly Deployment[]): PlannedFile {
  const namespaces = own.map(({ service }) => expand(environment.namespace, service.name, environment.name));
  return {
    path: `gitops/${environment.name}/argocd/project.yaml`,
    template: "gitops/project.yaml.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      environment: environment.name,
      git: environment.gitops.git,
      instance: instanceOf(model, environment),
      namespaces: [...new Set(namespaces)],
    },
  };
}

function instanceOf(model: Model, { name }: Environment): string | null {
  return model.delivery.instances.find(({ environments }) => environments.includes(name))?.name ?? null;
}
