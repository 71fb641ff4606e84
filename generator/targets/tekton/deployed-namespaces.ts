import type { Model } from "../../model/model.ts";

/** A namespace to which a stage deploys a service. */
export interface DeployedNamespace {
  readonly service: string;
  readonly environment: string;
  readonly namespace: string;
}

/** The namespaces of all deploy stages, in the cluster of the pipelines or in another one. */
export function deployedNamespaces({ services, environments }: Model): DeployedNamespace[] {
  return services.flatMap(({ name: service, stages }) =>
    stages.flatMap((stage) => {
      const environment =
        stage.kind === "deploy" ? environments.find((it) => it.name === stage.environment) : undefined;
      if (environment === undefined) return [];
      const namespace = environment.namespace
        .replaceAll("{service}", service)
        .replaceAll("{environment}", environment.name);
      return [{ service, environment: environment.name, namespace }];
    }),
  );
}
