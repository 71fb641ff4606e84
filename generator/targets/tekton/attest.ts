import type { Binding } from "../../handoffs/handoff.ts";
import type { Model } from "../../model/model.ts";
import type { ImageStage, Service, Stage } from "../../model/service.ts";
import { type Phase, registryOf } from "../shared/phases.ts";
import type { Manifest } from "./documents.ts";
import { attestName, names, namespaceOf, pipelineName } from "./names.ts";
import { attestPhases } from "./pod-phases.ts";
import { folders, fromParam, phaseStep, programStep, type Step } from "./steps.ts";
import { distinct, metadataOf, ofRun, scriptItems } from "./tasks.ts";

/** The parameters of the task: what it reports, and for its tools the rest of the run and its record. */
export function attestParams(model: Model, stage: Stage): readonly string[] {
  return attestPhases(model, stage).length > 0
    ? ["commit", "ref", "build", "record", "made"]
    : ["commit", "build", "made"];
}

/** The results that Tekton Chains reads, and what they are. */
export const CHAINS_RESULTS = [
  ["IMAGE_URL", "The repository of the image"],
  ["IMAGE_DIGEST", "The digest of the image"],
  ["CHAINS-GIT_URL", "The repository of the source"],
  ["CHAINS-GIT_COMMIT", "The commit of the source"],
] as const;

/**
 * The task that uses a pushed image, and reports it to Tekton Chains. It runs no code of the application: the pod of a build has no
 * key that signs, and no result that Chains signs.
 */
export function attestTask(model: Model, service: Service, stage: ImageStage): Manifest {
  const phases = attestPhases(model, stage);
  const tools = phases.map((phase) => phaseStep(model, stage, phase, true));
  const steps = [...(tools.length > 0 ? [prepareStep(model, stage), ...tools] : []), reportStep(model)];
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Task",
    metadata: { ...metadataOf(model, service, stage), name: attestName(service, stage) },
    spec: {
      description: `${service.name}: ${stage.id}, its image`,
      params: attestParams(model, stage).map((name) => ({ name, type: "string" })),
      results: CHAINS_RESULTS.map(([name, description]) => ({ name, description })),
      volumes: [
        { name: "lib", configMap: { name: names.programs } },
        { name: "settings", configMap: { name: pipelineName(service, stage) } },
        ...(phases.length > 0 ? toolVolumes(phases) : []),
        ...distinct(steps.flatMap(({ volumes }) => volumes)),
      ],
      stepTemplate: {
        env: [
          { name: "HOME", value: `${folders.temp}/state/home` },
          { name: "STAGEWRIGHT_NAMESPACE", value: namespaceOf(model, stage.owner) },
          { name: "STAGEWRIGHT_PIPELINE", value: pipelineName(service, stage) },
          // There is no checkout: the scripts run in the folder for files of the stage.
          { name: "WORKSPACE", value: folders.temp },
        ],
        volumeMounts: [
          { name: "lib", mountPath: folders.lib, readOnly: true },
          { name: "settings", mountPath: folders.settings, readOnly: true },
          ...(phases.length > 0
            ? [
                { name: "scripts", mountPath: folders.scripts, readOnly: true },
                { name: "temp", mountPath: folders.temp },
              ]
            : []),
        ],
      },
      steps: steps.map(({ step }) => step),
    },
  };
}

function toolVolumes(phases: readonly Phase[]) {
  return [
    { name: "scripts", configMap: { name: names.scripts, items: scriptItems(phases.map(({ script }) => script)) } },
    { name: "stage", emptyDir: {} },
    { name: "temp", emptyDir: {} },
  ];
}

/** The login and the certificates of the tools. */
export function attestBindings(model: Model, stage: ImageStage): Binding[] {
  const { push } = registryOf(model, stage.registry);
  const { caBundle } = model.site;
  return [
    ...(push === null
      ? []
      : [{ kind: "usernamePassword", id: push, user: "REGISTRY_USER", password: "REGISTRY_PASSWORD" } as const]),
    ...(caBundle === null ? [] : [{ kind: "file", id: caBundle, variable: "CA_BUNDLE" } as const]),
  ];
}

function prepareStep(model: Model, stage: ImageStage): Step {
  return programStep(model, "prepare", "Prepare the tools", "attest", {
    env: [
      ...ofRun,
      fromParam("RECORD", "record"),
      fromParam("MADE", "made"),
      { name: "REGISTRY", value: registryOf(model, stage.registry).host },
    ],
    bindings: attestBindings(model, stage),
    mounts: [{ name: "stage", mountPath: folders.stage }],
  });
}

function reportStep(model: Model): Step {
  const results = CHAINS_RESULTS.map(([name]) => ({
    name: `RESULT_${name.replace(/^IMAGE_|^CHAINS-/, "")}`,
    value: `$(results.${name}.path)`,
  }));
  return programStep(model, "report", "Report the image", "report", {
    env: [fromParam("BUILD", "build"), fromParam("COMMIT", "commit"), fromParam("MADE", "made"), ...results],
  });
}
