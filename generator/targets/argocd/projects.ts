import type { Model } from "../../model/model.ts";
import type { ArgoInstance } from "../../model/platform.ts";
import type { PlannedFile } from "../target.ts";
import { environmentsOf } from "./deployments.ts";
import { repositoriesOf } from "./sources.ts";

/** Plans an AppProject for each of an instance's environments: what may come from where to where, when, and by whom. */
export function planProjects(model: Model, instance: ArgoInstance): PlannedFile[] {
  return environmentsOf(model, instance).map(({ environment, gitops, own }) => ({
    path: `argocd/${instance.name}/projects/${environment.name}.yaml`,
    template: "argocd/project.yaml.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      instance: instance.name,
      argocdNamespace: instance.namespace,
      environment: environment.name,
      repositories: repositoriesOf(gitops).map(({ url }) => url),
      freeze: environment.freeze.map(({ schedule, duration, timeZone }) => ({ schedule, duration, timeZone })),
      destinations: [...new Set(own.map(({ namespace }) => namespace))].map((namespace) => ({
        server: environment.cluster,
        namespace,
      })),
    },
  }));
}
