import { expand } from "../../model/pattern.ts";
import type { Environment } from "../../model/platform.ts";
import type { Service } from "../../model/service.ts";

/** An image that a pipeline expects. */
export interface Image {
  /** ID of the artifact: the ID of the image stage. */
  readonly id: string;
  /** Without tag or digest. */
  readonly repository: string;
}

type Stage = Readonly<Record<string, unknown>>;

/** The approval of a protected environment, then the deployments. Each stage needs the previous one. */
export function deployStages(service: Service, environment: Environment, images: readonly Image[]): Stage[] {
  const switching = isSwitching(environment);
  const stages = [
    ...(environment.protected ? [judgment(service, environment)] : []),
    ...(switching ? [deployment("Deploy the service", environment, service, [serviceOf(service)], [])] : []),
    {
      ...deployment("Deploy", environment, service, [workload(service, environment, images)], images),
      ...(switching ? { trafficManagement: traffic(service, environment) } : {}),
    },
  ];
  return stages.map((stage, index) => ({
    ...stage,
    refId: String(index + 1),
    requisiteStageRefIds: index === 0 ? [] : [String(index)],
  }));
}

/** Spinnaker manages traffic between ReplicaSets only. */
function isSwitching({ settings }: Environment): boolean {
  return settings.strategy === "redBlack" || settings.strategy === "highlander";
}

function judgment(service: Service, environment: Environment): Stage {
  return {
    type: "manualJudgment",
    name: "Approve",
    failPipeline: true,
    instructions: `Release ${service.name} \${parameters.version} to ${environment.name}?`,
    judgmentInputs: [],
    notifications: [],
    sendNotifications: false,
  };
}

function deployment(
  name: string,
  environment: Environment,
  service: Service,
  manifests: readonly Stage[],
  images: readonly Image[],
): Stage {
  return {
    type: "deployManifest",
    name,
    account: environment.settings.account,
    cloudProvider: "kubernetes",
    source: "text",
    manifests,
    moniker: { app: service.name },
    namespaceOverride: expand(environment.namespace, service.name, environment.name),
    requiredArtifactIds: images.map(({ id }) => id),
    skipExpressionEvaluation: true,
    trafficManagement: { enabled: false, options: { enableTraffic: false, services: [] } },
  };
}

function traffic(service: Service, { settings }: Environment) {
  const strategy = settings.strategy === "redBlack" ? "redblack" : "highlander";
  return { enabled: true, options: { enableTraffic: true, services: [`service ${service.name}`], strategy } };
}

/** Only the image's name: Spinnaker replaces it with the reference of the artifact with that name. */
function workload(service: Service, environment: Environment, images: readonly Image[]): Stage {
  const labels = { "app.kubernetes.io/name": service.name };
  const kind = isSwitching(environment) ? "ReplicaSet" : "Deployment";
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: service.name },
    spec: {
      replicas: 1,
      ...(environment.settings.strategy === "recreate" ? { strategy: { type: "Recreate" } } : {}),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: images.map(({ id, repository }) => ({ name: id, image: repository })) },
      },
    },
  };
}

function serviceOf(service: Service): Stage {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: service.name },
    // Spinnaker adds this label to the pods of the active ReplicaSet and removes it from the others.
    spec: { selector: { "stagewright.io/serves": service.name }, ports: [{ port: service.port }] },
  };
}
