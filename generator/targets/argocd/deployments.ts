import type { Model, PlatformModel } from "../../model/model.ts";
import { expand } from "../../model/pattern.ts";
import type { ArgoInstance, Environment, GitOps } from "../../model/platform.ts";
import type { DeployStage, Service } from "../../model/service.ts";
import { found, groupBy } from "../model-lookup.ts";

/** The label of a cluster's Secret. ApplicationSets use it to find the cluster of an environment. */
export function clusterLabel(environment: string): string {
  return `environment-${environment}`;
}

/** A service in an environment whose handoff is a commit. */
export interface Deployment {
  readonly service: Service;
  readonly stage: DeployStage;
  readonly environment: Environment;
  readonly gitops: GitOps;
  readonly namespace: string;
  /** Folder of the GitOps repository. */
  readonly path: string;
  /** Name of its Application; one Argo CD serves several environments, so the environment is part of it. */
  readonly application: string;
}

/** Every deploy stage whose handoff is a commit. */
export function deploymentsOf(model: Model): Deployment[] {
  return model.services.flatMap((service) => deploymentsOfService(model, service));
}

/** The deploy stages of a service whose handoff is a commit. */
export function deploymentsOfService(model: PlatformModel, service: Service): Deployment[] {
  return service.stages.flatMap((stage) => (stage.kind === "deploy" ? deployment(model, service, stage) : []));
}

/** The environments of an instance that have deployments, with these deployments. */
export function environmentsOf(model: Model, instance: ArgoInstance) {
  const all = deploymentsOf(model);
  return model.environments
    .filter(({ name }) => instance.environments.includes(name))
    .flatMap((environment) => {
      const own = all.filter((it) => it.environment === environment);
      return environment.gitops === null || own.length === 0 ? [] : [{ environment, gitops: environment.gitops, own }];
    });
}

/** The deployments of one team to one environment, which have an AppProject of their own. */
export interface Project {
  readonly name: string;
  readonly owner: string;
  readonly environment: Environment;
  readonly gitops: GitOps;
  readonly own: readonly Deployment[];
}

/** The name of a team's AppProject. Names of teams and environments contain no dots, so it is unique. */
export function projectName({ name }: Environment, owner: string): string {
  return `${name}.${owner}`;
}

/** The AppProjects of an instance: one for each team and environment, so that no team's token reaches another's services. */
export function projectsOf(model: Model, instance: ArgoInstance): Project[] {
  return environmentsOf(model, instance).flatMap(({ environment, gitops, own }) =>
    [...groupBy(own, ({ stage }) => stage.owner)].map(([owner, ofTeam]) => ({
      name: projectName(environment, owner),
      owner,
      environment,
      gitops,
      own: ofTeam,
    })),
  );
}

function deployment(model: PlatformModel, service: Service, stage: DeployStage): Deployment[] {
  const environment = found(
    model.environments.find(({ name }) => name === stage.environment),
    `environment ${stage.environment}`,
  );
  const { gitops, handoff } = environment;
  if (gitops === null || handoff !== "argocd") return [];
  return [
    {
      service,
      stage,
      environment,
      gitops,
      namespace: expand(environment.namespace, service.name, environment.name),
      path: expand(gitops.path, service.name, environment.name),
      application: `${service.name}-${environment.name}`,
    },
  ];
}
