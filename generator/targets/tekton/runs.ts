import type { Model } from "../../model/model.ts";
import type { Pods } from "../../model/platform.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { Manifest } from "./documents.ts";
import { engineOf } from "./images.ts";
import { names, pipelineName, sourceOf } from "./names.ts";
import { labelOf, nodeSelector } from "./nodes.ts";
import { ADMIT_MINUTES, attestMinutes, minutes, paramsOf, waitsForUser } from "./pipelines.ts";
import { metadataOf } from "./tasks.ts";

/** The template of the runs of a stage. The event listener creates them, and no one else may. */
export function runTemplate(model: Model, service: Service, stage: Stage): Manifest {
  const { name, namespace, labels } = metadataOf(model, service, stage);
  const value = (param: string) => `$(tt.params.${param})`;
  const params =
    stage.kind === "source"
      ? paramsOf(stage).map((param) => ({ name: param, value: value(param) }))
      : [{ name: "source", value: `${pipelineName(service, sourceOf(service))}-${value("run")}` }];
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerTemplate",
    metadata: { name, namespace, labels },
    spec: {
      params: (stage.kind === "source" ? paramsOf(stage) : ["run"]).map((param) => ({ name: param })),
      resourcetemplates: [
        {
          apiVersion: "tekton.dev/v1",
          kind: "PipelineRun",
          // A stage runs once for a release: the second run with a name is not created. The name and the parameter have one ID, so
          // all runs with this name are the same.
          metadata: {
            ...(stage.kind === "source" ? { generateName: `${name}-` } : { name: `${name}-${value("run")}` }),
            namespace,
            labels,
          },
          spec: {
            ...(waitsForUser(stage) ? { status: "PipelineRunPending" } : {}),
            pipelineRef: { name },
            params,
            ...runSpec(model, stage),
          },
        },
      ],
    },
  };
}

/** What all runs of a stage have: the empty volume of the checkout, limits, accounts and pods. */
export function runSpec(model: Model, stage: Stage) {
  return {
    workspaces: [{ name: "source", emptyDir: {} }],
    timeouts: {
      pipeline: minutes(stage.waitTimeout + stage.timeout + attestMinutes(model, stage) + 2 * ADMIT_MINUTES),
    },
    taskRunTemplate: { serviceAccountName: names.records, podTemplate: podOf(model, null) },
    taskRunSpecs: [
      { pipelineTaskName: "work", serviceAccountName: names.work, podTemplate: podOf(model, stage) },
      ...(stage.kind === "image"
        ? [{ pipelineTaskName: "attest", serviceAccountName: names.work, podTemplate: attestPod(model, stage) }]
        : []),
    ],
  };
}

/** The user of a pod; a step of a stage that needs root is root itself. */
const user = { runAsNonRoot: true, runAsUser: 1000, runAsGroup: 1000 };

/** The settings of a pod: for a stage's work, or for the tasks around it. */
export function podOf(model: Model, stage: Stage | null, label = nodesOf(model, stage)) {
  const pods = stage === null ? null : podsOf(model, stage);
  const pullSecrets = pullSecretsOf(model, pods);
  const selector = { ...nodeSelector(label), ...pods?.nodeSelector };
  return {
    // Only the tasks that read runs have access to the cluster.
    ...(stage === null ? {} : { automountServiceAccountToken: false }),
    securityContext: { ...user, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    ...(Object.keys(selector).length > 0 && { nodeSelector: selector }),
    ...(pods !== null && pods.tolerations.length > 0 && { tolerations: pods.tolerations.map(toleration) }),
    ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
  };
}

/** The pod of the tools that use an image. It has the key that signs, so its nodes are not those of builds. */
function attestPod(model: Model, stage: Stage) {
  const pullSecrets = pullSecretsOf(model, podsOf(model, stage));
  return {
    automountServiceAccountToken: false,
    ...podOf(model, null),
    ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
  };
}

/** The image of the programs' steps is in each pod, so each pod gets the site's secrets. */
function pullSecretsOf({ site }: Model, pods: Pods | null): string[] {
  return [...new Set([...(site.pods?.pullSecrets ?? []), ...(pods?.pullSecrets ?? [])])];
}

function nodesOf(model: Model, stage: Stage | null): string {
  return stage === null ? model.site.agents.delivery.label : labelOf(model, stage);
}

/** The settings of pods: those of the engine, or of stages with a pod. */
function podsOf(model: Model, stage: Stage): Pods | null {
  if (stage.kind === "image") return engineOf(model, stage).agent.pods;
  return stage.agent.pod === null ? null : model.site.pods;
}

function toleration({ key, value, effect }: Pods["tolerations"][number]) {
  return {
    key,
    ...(value === null ? { operator: "Exists" } : { value }),
    ...(effect === null ? {} : { effect }),
  };
}
