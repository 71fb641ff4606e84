import type { Model, PlatformModel } from "../../model/model.ts";
import type { ArgoInstance, Team } from "../../model/platform.ts";
import type { Service } from "../../model/service.ts";
import { found, groupBy, teamOf } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { clusterLabel, type Deployment, deploymentsOfService, environmentsOf, projectName } from "./deployments.ts";
import { type Source, sourcesOf } from "./sources.ts";

const TRIGGERS = ["on-degraded", "on-sync-failed"];

/** Plans the Applications of a service, except those that an ApplicationSet creates. */
export function* planApplications(model: PlatformModel, service: Service): Iterable<PlannedFile> {
  const deployments = deploymentsOfService(model, service);
  for (const instance of model.delivery.instances.filter(({ applications }) => applications === "each"))
    for (const deployment of deployments.filter(({ environment }) => instance.environments.includes(environment.name)))
      yield planApplication(model, instance, deployment);
}

/** Plans the ApplicationSets of an instance, if it has some: one for each team and environment. */
export function* planSets(model: Model, instance: ArgoInstance): Iterable<PlannedFile> {
  if (instance.applications === "each") return;
  const deployments = environmentsOf(model, instance).flatMap(({ own }) => own);
  const sets = groupBy(deployments, ({ environment, stage }) => `${environment.name}/${stage.owner}`);
  for (const own of sets.values()) yield planSet(model, instance, own);
}

function planApplication(model: PlatformModel, instance: ArgoInstance, deployment: Deployment): PlannedFile {
  const { service, stage, environment, application, namespace, path } = deployment;
  return {
    path: `argocd/${instance.name}/applications/${environment.name}/${service.name}.yaml`,
    template: "argocd/application.yaml.hbs",
    shard: `${stage.owner}/${service.name}`,
    view: {
      service: service.name,
      specFile: service.specFile,
      ...common(model, instance, deployment),
      ...sourceView(sourcesOf(deployment.gitops, { service: service.name, folder: path, release: application })),
      name: application,
      namespace,
    },
  };
}

function planSet(model: Model, instance: ArgoInstance, own: readonly Deployment[]): PlannedFile {
  const first = found(own[0], "deployment of a set");
  const { environment, stage } = first;
  const { generators, at } = generatorsOf(instance, own);
  return {
    path: `argocd/${instance.name}/applications/${environment.name}/${stage.owner}.yaml`,
    template: "argocd/applicationset.yaml.hbs",
    // Belongs to the team only, so a change of another team's service does not touch it.
    shard: `${stage.owner}/applications`,
    view: {
      owner: stage.owner,
      specFile: model.specFile,
      // Names of teams and environments contain no dots, so the names of sets are unique.
      set: `${environment.name}.${stage.owner}`,
      generators,
      ...common(model, instance, first),
      ...(instance.applications === "clusters" ? { cluster: "{{.server}}" } : {}),
      ...sourceView(
        sourcesOf(first.gitops, {
          service: `{{${at}.service}}`,
          folder: `{{${at}.path}}`,
          release: `{{${at}.name}}`,
        }),
      ),
      name: `{{${at}.name}}`,
      namespace: `{{${at}.namespace}}`,
    },
  };
}

/** The generators of a set, and the template path of each Application's own values. */
function generatorsOf({ applications }: ArgoInstance, own: readonly Deployment[]) {
  const values = own.map(({ application, service, path, namespace, gitops }) => ({
    name: application,
    ...(gitops.chart === null ? {} : { service: service.name }),
    path,
    namespace,
  }));
  if (applications === "set") return { generators: [{ list: { elements: values } }], at: "" };
  const generators = own.map(({ environment, gitops, path }, index) =>
    applications === "git"
      ? {
          git: {
            repoURL: gitops.git,
            revision: gitops.branch,
            directories: [{ path }],
            values: values[index],
          },
        }
      : {
          clusters: {
            selector: { matchLabels: { [clusterLabel(environment.name)]: "true" } },
            values: values[index],
          },
        },
  );
  return { generators, at: ".values" };
}

function sourceView(sources: readonly Source[]) {
  return sources.length === 1 ? { source: sources[0], sources: null } : { source: null, sources };
}

/** The values that all Applications of one owner in one environment share. */
function common(model: PlatformModel, instance: ArgoInstance, { environment, stage }: Deployment) {
  return {
    instance: instance.name,
    environment: environment.name,
    project: projectName(environment, stage.owner),
    argocdNamespace: instance.namespace,
    cluster: environment.cluster,
    sync: environment.sync,
    subscriptions: subscriptions(teamOf(model, stage.owner)),
  };
}

/** Annotations that notify the owner if a release does not start. */
function subscriptions({ name, mail, webhook }: Team): { key: string; value: string }[] {
  const prefix = "notifications.argoproj.io/subscribe";
  return TRIGGERS.flatMap((trigger) => [
    ...(mail === null ? [] : [{ key: `${prefix}.${trigger}.email`, value: mail }]),
    ...(webhook === null ? [] : [{ key: `${prefix}.${trigger}.${name}`, value: "" }]),
  ]);
}
