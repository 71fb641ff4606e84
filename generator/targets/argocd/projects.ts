import type { Model } from "../../model/model.ts";
import type { ArgoInstance, Environment } from "../../model/platform.ts";
import type { PlannedFile } from "../target.ts";
import { projectsOf } from "./deployments.ts";
import { repositoriesOf } from "./sources.ts";

/** Plans an AppProject for each team and environment of an instance: allowed sources, destinations, times and roles. */
export function planProjects(model: Model, instance: ArgoInstance): PlannedFile[] {
  return projectsOf(model, instance).map(({ name, owner, environment, gitops, own }) => ({
    path: `argocd/${instance.name}/projects/${name}.yaml`,
    template: "argocd/project.yaml.hbs",
    shard: "site",
    view: {
      specFile: model.specFile,
      instance: instance.name,
      argocdNamespace: instance.namespace,
      environment: environment.name,
      owner,
      project: name,
      repositories: repositoriesOf(gitops).map(({ url }) => url),
      actions: rolloutActions(environment, name),
      freeze: environment.freeze.map(({ schedule, duration, timeZone }) => ({ schedule, duration, timeZone })),
      destinations: [...new Set(own.map(({ namespace }) => namespace))].map((namespace) => ({
        server: environment.cluster,
        namespace,
      })),
    },
  }));
}

/** The actions that the pipeline's token may run on a workload with a promotion. */
function rolloutActions({ strategy: { kind } }: Environment, project: string) {
  if (kind !== "blueGreen" && kind !== "canary") return [];
  return ["promote-full", "abort"].map((it) => ({ project, action: `action/argoproj.io/Rollout/${it}` }));
}
