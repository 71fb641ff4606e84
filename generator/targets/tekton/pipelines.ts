import type { Model } from "../../model/model.ts";
import type { Pods } from "../../model/platform.ts";
import type { Service, Stage } from "../../model/service.ts";
import { startsByItself } from "../../model/stages.ts";
import { attestPhases, CHAINS_RESULTS } from "./attest.ts";
import type { Manifest } from "./documents.ts";
import { usesFiles } from "./files.ts";
import { engineOf } from "./images.ts";
import { attestName, names, pipelineName, sourceOf } from "./names.ts";
import { labelOf, nodeSelector } from "./nodes.ts";
import { metadataOf } from "./tasks.ts";

/** The parameters of a stage's run: the commit for the first stage; for others, the run of the first stage. */
function paramsOf({ kind }: Stage): readonly string[] {
  return kind === "source" ? ["commit", "ref"] : ["source"];
}

/** The pipeline of a stage: one task checks what starts it, one does the work, and one checks and passes on the result. */
export function stagePipeline(model: Model, service: Service, stage: Stage): Manifest {
  const metadata = metadataOf(model, service, stage);
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata,
    spec: {
      description: `${service.name}: ${stage.id}`,
      params: paramsOf(stage).map((name) => ({ name, type: "string" })),
      workspaces: [{ name: "source" }],
      results: [
        { name: "record", description: "The release record", value: "$(tasks.seal.results.record)" },
        { name: "files", description: "The artifacts in the registry", value: "$(tasks.seal.results.files)" },
        ...(stage.kind === "image" ? chainsResults : []),
      ],
      tasks: [
        admitTask(metadata.name, stage),
        workOf(metadata.name, stage),
        ...(stage.kind === "image" ? [attestOf(model, service, stage)] : []),
        sealTask(metadata.name, stage),
      ],
    },
  };
}

/** The results of a run that Tekton Chains reads. */
const chainsResults = CHAINS_RESULTS.map(([name, description]) => ({
  name,
  description,
  value: `$(tasks.attest.results.${name})`,
}));

/** What the task "admit" passes to the others. */
const admitted = ["commit", "ref", "build", "record"].map((name) => ({
  name,
  value: `$(tasks.admit.results.${name})`,
}));

/** A parameter of the run, or an empty text for a stage whose runs do not have it. */
function given(stage: Stage, name: string) {
  return { name, value: paramsOf(stage).includes(name) ? `$(params.${name})` : "" };
}

/** The parameters of the tasks around the work. */
function ofRun(pipeline: string) {
  return [
    { name: "settings", value: pipeline },
    { name: "run", value: "$(context.pipelineRun.name)" },
  ];
}

function admitTask(pipeline: string, stage: Stage) {
  return {
    name: "admit",
    taskRef: { name: names.admit },
    params: [...ofRun(pipeline), ...["commit", "ref", "source"].map((name) => given(stage, name))],
    timeout: minutes(stage.waitTimeout + ADMIT_MINUTES),
  };
}

function workOf(pipeline: string, stage: Stage) {
  return {
    name: "work",
    taskRef: { name: pipeline },
    params: [...admitted, ...(usesFiles(stage) ? [{ name: "files", value: "$(tasks.admit.results.files)" }] : [])],
    workspaces: [{ name: "source", workspace: "source" }],
    timeout: minutes(stage.timeout),
  };
}

/** What uses and reports the pushed image. A stage whose image is not signed as the spec wants has no record. */
function attestOf(model: Model, service: Service, stage: Stage) {
  return {
    name: "attest",
    taskRef: { name: attestName(service, stage) },
    params: [...admitted, { name: "made", value: "$(tasks.work.results.record)" }],
    timeout: minutes(attestMinutes(model, stage)),
  };
}

function sealTask(pipeline: string, stage: Stage) {
  return {
    name: "seal",
    taskRef: { name: names.seal },
    ...(stage.kind === "image" && { runAfter: ["attest"] }),
    params: [
      ...ofRun(pipeline),
      ...admitted,
      given(stage, "source"),
      { name: "made", value: "$(tasks.work.results.record)" },
      { name: "files", value: "$(tasks.work.results.files)" },
    ],
    timeout: minutes(ADMIT_MINUTES),
  };
}

/** Minutes for the tasks that read and write records. */
const ADMIT_MINUTES = 10;

/** A duration of Tekton. */
export function minutes(count: number): string {
  return `${Math.floor(count / 60)}h${count % 60}m0s`;
}

/** Whether a user starts each run of a stage: to approve it, or because the stage never starts by itself. */
export function waitsForUser(stage: Stage): boolean {
  return stage.approval !== null || (stage.needs.length > 0 && !startsByItself(stage));
}

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
          },
        },
      ],
    },
  };
}

/** The minutes of the task that uses and reports an image; none for other stages. */
function attestMinutes(model: Model, stage: Stage): number {
  if (stage.kind !== "image") return 0;
  return attestPhases(model, stage).length > 0 ? stage.timeout : ADMIT_MINUTES;
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

/** The binding of what starts a stage to the parameters of its run. */
export function triggerBinding(
  model: Model,
  service: Service,
  stage: Stage,
  fields: Readonly<Record<string, string>>,
): Manifest {
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerBinding",
    metadata: metadataOf(model, service, stage),
    spec: { params: Object.entries(fields).map(([name, field]) => ({ name, value: `$(${field})` })) },
  };
}
