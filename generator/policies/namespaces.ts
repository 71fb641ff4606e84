import { defaults } from "../generated/defaults.ts";
import { controllerOf } from "../handoffs/index.ts";
import { deployedNamespaces } from "../model/deployed-namespaces.ts";
import type { Model } from "../model/model.ts";
import type { Environment } from "../model/platform.ts";

/** A namespace to which a controller such as Argo CD deploys a service. */
export interface UsedNamespace {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
  /** Equal for environments of one cluster. */
  readonly cluster: string;
}

/** The namespaces of all deploy stages whose environment has a controller. */
export function usedNamespaces(model: Model): UsedNamespace[] {
  return deployedNamespaces(model)
    .filter(({ environment }) => controllerOf(environment.handoff) !== null)
    .map(({ service, environment, namespace }) => ({
      ...{ service, environment: environment.name, namespace },
      cluster: clusterOf(model, environment),
    }));
}

/** The default address means the cluster in which each instance runs. */
function clusterOf({ delivery }: Model, { name, cluster }: Environment): string {
  if (cluster !== defaults.gitopsEnvironment.cluster) return cluster;
  const instance = delivery.instances.find(({ environments }) => environments.includes(name));
  return `the cluster of ${instance?.name}`;
}
