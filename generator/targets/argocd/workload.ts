import { defaults } from "../../generated/defaults.ts";
import type { CanaryStep, Strategy } from "../../model/platform.ts";

/** The initial manifest of a workload; null for values that are the default of Kubernetes or Argo Rollouts. */
export interface Workload {
  readonly api: string;
  readonly kind: "Deployment" | "Rollout";
  readonly replicas: number | null;
  readonly deadline: number | null;
  /** Whether a release that does not start in time is rolled back automatically; Deployments do not support this. */
  readonly abort: boolean;
  /** Its `spec.strategy`. */
  readonly strategy: Readonly<Record<string, unknown>> | null;
  /** The services for users and for previews of a new version; null if the strategy has no promotion. */
  readonly services: { readonly active: string; readonly preview: string } | null;
}

/** The name of the Deployment of one of several images. */
export function deploymentName(service: string, stage: string): string {
  return `${service}-${stage}`;
}

/** The workload of a service under its environment's strategy: a Deployment, or an Argo Rollout. */
export function workloadOf(service: string, strategy: Strategy): Workload {
  const rollout = strategy.kind === "blueGreen" || strategy.kind === "canary";
  const services = strategy.kind === "blueGreen" ? { active: service, preview: `${service}-preview` } : null;
  return {
    api: rollout ? "argoproj.io/v1alpha1" : "apps/v1",
    kind: rollout ? "Rollout" : "Deployment",
    replicas: strategy.replicas,
    deadline: strategy.deadline === defaults.strategy.deadline ? null : strategy.deadline,
    abort: rollout,
    strategy: specOf(strategy, services),
    services,
  };
}

function specOf(strategy: Strategy, services: Workload["services"]): Workload["strategy"] {
  const bounds = {
    ...(strategy.surge === null ? {} : { maxSurge: strategy.surge }),
    ...(strategy.unavailable === null ? {} : { maxUnavailable: strategy.unavailable }),
  };
  switch (strategy.kind) {
    case "recreate":
      return { type: "Recreate" };
    case "rolling":
      return Object.keys(bounds).length === 0 ? null : { type: "RollingUpdate", rollingUpdate: bounds };
    case "blueGreen":
      return {
        blueGreen: {
          activeService: services?.active,
          previewService: services?.preview,
          autoPromotionEnabled: strategy.promotion === "automatic",
        },
      };
    case "canary":
      return { canary: { ...bounds, steps: strategy.steps.flatMap(canarySteps) } };
  }
}

/** An empty pause lasts until a user promotes the release. */
function canarySteps({ weight, pause }: CanaryStep) {
  const share = { setWeight: weight };
  if (pause === null) return [share];
  return [share, { pause: pause === "manual" ? {} : { duration: pause } }];
}
