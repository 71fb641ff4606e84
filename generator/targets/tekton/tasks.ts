import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { Phase } from "../shared/phases.ts";
import { stageSettings } from "../shared/stage-settings.ts";
import { chainSettings } from "./chain.ts";
import type { Manifest } from "./documents.ts";
import { type FilesPlace, filesPlace, keepsFiles, usesFiles } from "./files.ts";
import { needsRoot } from "./images.ts";
import { names, namespaceOf, pipelineName, pullRequestName } from "./names.ts";
import { podPhases } from "./pod-phases.ts";
import { sidecarSettings, sidecarsOf, sidecarValues, waitSteps } from "./sidecars.ts";
import {
  CHECKOUT,
  checkoutStep,
  folders,
  fromParam,
  phaseStep,
  programStep,
  readStage,
  type Step,
  scriptOf,
} from "./steps.ts";

/** Parameters of the task that does the work of a stage: values of the run, which another task checked. */
const PARAMS = ["commit", "ref", "build", "record"] as const;

/** The settings of a stage, as JSON: so no value of a spec becomes code. */
export function settingsMap(model: Model, service: Service, stage: Stage): Manifest {
  const settings = { ...stageSettings(model, service, stage, true), path: "", ...sidecarSettings(stage) };
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: metadataOf(model, service, stage),
    data: {
      "chain.json": `${JSON.stringify(chainSettings(model, service, stage), null, 2)}\n`,
      "settings.json": `${JSON.stringify(settings, null, 2)}\n`,
      ...sidecarValues(stage),
    },
  };
}

/** The name, the namespace and the labels of an object of a stage. */
export function metadataOf(model: Model, service: Service, stage: Stage) {
  return {
    name: pipelineName(service, stage),
    namespace: namespaceOf(model, stage.owner),
    labels: { "app.kubernetes.io/part-of": service.name, "stagewright.io/stage": stage.id },
  };
}

/** The same work for a pull request: its steps get no secrets, and its record is not used. */
export function pullRequestTask(model: Model, service: Service, stage: Stage): Manifest {
  const phases = podPhases(model, stage).map((phase) => ({ ...phase, logins: [], credentials: [] }));
  const task = taskOf(model, service, stage, stepsOf(model, service, stage, phases, false), phases);
  return { ...task, metadata: { ...task.metadata, name: pullRequestName(service, stage) } };
}

/** The task that does the work of a stage. It runs code of the application, so it has no access to the cluster. */
export function workTask(model: Model, service: Service, stage: Stage): Manifest {
  const phases = podPhases(model, stage);
  return taskOf(model, service, stage, stepsOf(model, service, stage, phases, true), phases);
}

function taskOf(model: Model, service: Service, stage: Stage, steps: readonly Step[], phases: readonly Phase[]) {
  const used = phases.map(scriptOf);
  const sidecars = sidecarsOf(stage, pipelineName(service, stage));
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Task",
    metadata: metadataOf(model, service, stage),
    spec: {
      description: `${service.name}: ${stage.id}`,
      params: [
        ...PARAMS,
        ...(usesFiles(stage) ? ["files"] : []),
        ...(stage.kind === "deploy" ? ["reason", "redeploy"] : []),
      ].map((name) => ({ name, type: "string" })),
      workspaces: [{ name: "source", description: "The checkout of the application" }],
      results: RESULTS,
      volumes: [
        { name: "lib", configMap: { name: names.programs } },
        { name: "scripts", configMap: { name: names.scripts, items: scriptItems([CHECKOUT, ...used]) } },
        { name: "settings", configMap: { name: pipelineName(service, stage) } },
        { name: "stage", emptyDir: {} },
        { name: "temp", emptyDir: {} },
        ...distinct(steps.flatMap(({ volumes }) => volumes)),
      ],
      stepTemplate: stepTemplate(model, service, stage),
      steps: steps.map(({ step }) => step),
      ...(sidecars.length > 0 && { sidecars }),
    },
  };
}

/** A build can write results. So none of them has a name that Tekton Chains reads: it would sign what they name. */
const RESULTS = [
  { name: "record", description: "The release record, before it is checked" },
  { name: "files", description: "The artifacts in the registry; empty for none" },
];

/** The keys of a ConfigMap cannot have folders: a script is a key with dots, and a path in the container. */
export function scriptKey(path: string): string {
  return path.replaceAll("/", ".");
}

export function scriptItems(used: readonly string[]) {
  return [...new Set(used)].map((path) => ({ key: scriptKey(path), path }));
}

function stepTemplate(model: Model, service: Service, stage: Stage) {
  // The steps of such a stage share files of root. Tekton's own containers must not be root, so the pod is not.
  const root = needsRoot(model, stage, podPhases(model, stage));
  return {
    ...(root && { securityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 } }),
    env: [
      { name: "HOME", value: `${folders.temp}/home` },
      { name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
      { name: "STAGEWRIGHT_NAMESPACE", value: namespaceOf(model, stage.owner) },
      { name: "STAGEWRIGHT_PIPELINE", value: pipelineName(service, stage) },
      { name: "WORKSPACE", value: "$(workspaces.source.path)" },
    ],
    volumeMounts: [
      { name: "lib", mountPath: folders.lib, readOnly: true },
      { name: "scripts", mountPath: folders.scripts, readOnly: true },
      { name: "settings", mountPath: folders.settings, readOnly: true },
      { name: "temp", mountPath: folders.temp },
    ],
  };
}

/** The variables of the programs that describe the run. */
export const ofRun = [fromParam("COMMIT", "commit"), fromParam("REF", "ref"), fromParam("BUILD", "build")];

function stepsOf(model: Model, service: Service, stage: Stage, phases: readonly Phase[], keeps: boolean): Step[] {
  const place = filesPlace(model, service);
  return [
    checkoutStep(model, service, stage),
    programStep(model, "prepare", "Prepare the stage", "prepare", {
      env: [
        ...ofRun,
        fromParam("RECORD", "record"),
        ...(stage.kind === "deploy" ? [fromParam("REASON", "reason"), fromParam("REDEPLOY", "redeploy")] : []),
      ],
      mounts: [{ name: "stage", mountPath: folders.stage }],
    }),
    ...waitSteps(model, stage),
    ...(place !== null && usesFiles(stage) ? [fetchStep(model, place)] : []),
    ...phases.flatMap((phase) => [phaseStep(model, stage, phase), ...afterPhase(model, stage, phase)]),
    programStep(model, "complete", "Write the record", "complete", {
      env: [...ofRun, { name: "RESULT_RECORD", value: "$(results.record.path)" }],
      mounts: [readStage],
    }),
    ...(place !== null && keeps && keepsFiles(model, service, stage) ? [keepStep(model, place)] : [noFiles(model)]),
  ];
}

/** The script verifies signatures; a program then compares what was signed with the release. */
function afterPhase(model: Model, stage: Stage, { id }: Phase): Step[] {
  if (stage.kind !== "deploy" || id !== "verify") return [];
  const environment = model.environments.find(({ name }) => name === stage.environment);
  if (environment?.requires.includes("provenance") !== true) return [];
  return [
    programStep(model, "compare-provenance", "Compare the provenance with the release", "verify", {
      mounts: [readStage],
    }),
  ];
}

function registryVariables({ repository, registry, insecure }: FilesPlace) {
  return [
    { name: "FILES", value: repository },
    { name: "REGISTRY", value: registry },
    { name: "REGISTRY_INSECURE", value: String(insecure) },
  ];
}

function keepStep(model: Model, place: FilesPlace): Step {
  return programStep(model, "keep-files", "Keep the artifacts in the registry", "keep", {
    env: [
      ...registryVariables(place),
      fromParam("BUILD", "build"),
      { name: "RESULT_FILES", value: "$(results.files.path)" },
    ],
    bindings: place.push,
  });
}

function fetchStep(model: Model, place: FilesPlace): Step {
  return programStep(model, "fetch-files", "Fetch the artifacts from the registry", "fetch", {
    env: [...registryVariables(place), fromParam("FROM", "files")],
    bindings: place.pull,
  });
}

/** A task must write each of its results. */
function noFiles(model: Model): Step {
  return programStep(model, "no-files", "Keep no artifacts", "keep", {
    env: [
      { name: "FILES", value: "" },
      { name: "RESULT_FILES", value: "$(results.files.path)" },
    ],
  });
}

export function distinct<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((it) => [it.name, it])).values()];
}
