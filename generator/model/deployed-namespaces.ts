import type { Model } from "./model.ts";
import type { Environment } from "./platform.ts";

/** A namespace to which a stage deploys a service. */
export interface DeployedNamespace {
  readonly service: string;
  readonly environment: Environment;
  readonly namespace: string;
}

/** The namespaces of all deploy stages. */
export function deployedNamespaces({ services, environments }: Model): DeployedNamespace[] {
  return services.flatMap(({ name: service, stages }) =>
    stages.flatMap((stage) => {
      const environment =
        stage.kind === "deploy" ? environments.find((it) => it.name === stage.environment) : undefined;
      if (environment === undefined) return [];
      const { name, namespace: pattern } = environment;
      const namespace = pattern.replaceAll("{service}", service).replaceAll("{environment}", name);
      return [{ service, environment, namespace }];
    }),
  );
}

/**
 * Who controls the cluster by a namespace: Kubernetes, or an instance of the delivery tool, first the one of the environment; null
 * for no one.
 */
export function controllerOfCluster(
  { delivery }: Model,
  namespace: string,
  environment: Environment | null = null,
): string | null {
  if (/^kube-/.test(namespace)) return "Kubernetes";
  const tools = delivery.instances.filter((it) => it.namespace === namespace);
  const own = tools.find(({ environments }) => environments.includes(environment?.name ?? ""));
  const tool = own ?? tools.at(-1);
  return tool === undefined ? null : `the delivery tool's instance "${tool.name}"`;
}
