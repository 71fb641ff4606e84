import { defaults } from "../generated/defaults.ts";
import { controllerOf } from "../handoffs/index.ts";
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
  return model.services.flatMap(({ name: service, stages }) =>
    stages.flatMap((stage) => {
      const environment =
        stage.kind === "deploy" ? model.environments.find((it) => it.name === stage.environment) : null;
      if (!environment || controllerOf(environment.handoff) === null) return [];
      const { name, namespace: pattern } = environment;
      const namespace = pattern.replaceAll("{service}", service).replaceAll("{environment}", name);
      return [{ service, environment: name, namespace, cluster: clusterOf(model, environment) }];
    }),
  );
}

/** The default address means the cluster in which each instance runs. */
function clusterOf({ delivery }: Model, { name, cluster }: Environment): string {
  if (cluster !== defaults.gitopsEnvironment.cluster) return cluster;
  const instance = delivery.instances.find(({ environments }) => environments.includes(name));
  return `the cluster of ${instance?.name}`;
}
