import type { Model } from "../../model/model.ts";
import type { ServiceContainer, Stage } from "../../model/service.ts";
import { containersOf } from "../shared/service-containers.ts";
import { programStep, type Step } from "./steps.ts";

/** The user of a container whose spec sets none: the pods of stages run as no root. */
export const SIDECAR_USER = 1000;
/** The variables from which Kubernetes fills the arguments of a container. */
const ARGUMENT = "STAGEWRIGHT_ARGUMENT_";

/** The service containers of a stage: they start with the pod, share its network, and end with its last step. */
export function sidecarsOf(stage: Stage, settings: string) {
  return containersOf(stage).map((it) => sidecar(it, settings));
}

/**
 * The values of the containers in the settings of the stage. In a sidecar itself, Tekton and Kubernetes would replace `$(…)` in
 * them; what a variable gets from a ConfigMap stays as it is.
 */
export function sidecarValues(stage: Stage): Readonly<Record<string, string>> {
  const values = containersOf(stage).flatMap((it) => variablesOf(it).map(({ key, value }) => [key, value] as const));
  return Object.fromEntries(values);
}

/** What the programs need to know of the containers; nothing for a stage without any. */
export function sidecarSettings(stage: Stage): Readonly<Record<string, unknown>> {
  const services = containersOf(stage).map(({ name, port, startTimeout }) => ({ name, port, startTimeout }));
  return services.length === 0 ? {} : { services };
}

/** The step that waits until the containers accept connections; nothing for a stage without any. */
export function waitSteps(model: Model, stage: Stage): Step[] {
  const containers = containersOf(stage);
  if (containers.length === 0) return [];
  const title = `Wait for ${containers.map(({ name }) => name).join(", ")}`;
  return [programStep(model, "await-services", title, "await-services")];
}

function variablesOf({ name, environment, arguments: words }: ServiceContainer) {
  return [
    ...Object.entries(environment).map(([variable, value]) => ({
      ...{ variable, value, key: `service.${name}.environment.${variable}` },
    })),
    ...words.map((value, index) => ({
      ...{ variable: `${ARGUMENT}${index}`, value, key: `service.${name}.argument.${index}` },
    })),
  ];
}

function sidecar(it: ServiceContainer, settings: string) {
  const env = variablesOf(it).map(({ variable, key }) => ({
    name: variable,
    valueFrom: { configMapKeyRef: { name: settings, key } },
  }));
  const amounts = { memory: it.memory };
  return {
    name: it.name,
    image: it.image,
    ...(env.length > 0 && { env }),
    ...(it.arguments.length > 0 && { args: it.arguments.map((_, index) => `$(${ARGUMENT}${index})`) }),
    ...(it.memory !== null && { computeResources: { requests: amounts, limits: amounts } }),
    securityContext: rightsOf(it.user ?? SIDECAR_USER),
  };
}

/** Only root needs its default capabilities, for example to change owners of files. */
function rightsOf(user: number) {
  const rights = { allowPrivilegeEscalation: false, runAsNonRoot: user !== 0, runAsUser: user };
  return user === 0 ? rights : { ...rights, capabilities: { drop: ["ALL"] } };
}
