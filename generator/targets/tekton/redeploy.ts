import type { Model } from "../../model/model.ts";
import type { DeployStage, Service } from "../../model/service.ts";
import type { Document, Manifest } from "./documents.ts";
import { pipelineName, redeployName, sourceOf } from "./names.ts";
import { admitTask, EARLIER, workOf } from "./pipelines.ts";
import { runSpec } from "./runs.ts";
import { metadataOf } from "./tasks.ts";

/** The parameters of a run: the run of the first stage that built the release, and why an older release replaces a newer one. */
const PARAMS = ["source", "reason"];

/**
 * The objects that deploy an earlier release again. Each run waits for an approver: the message that creates it is no secret, and
 * the one who sends it decides nothing.
 */
export function redeployDocuments(model: Model, service: Service, stage: DeployStage): Document[] {
  const what = `${service.name}: ${stage.id} with an earlier release.`;
  return [
    { comment: `Pipeline of ${what}`, manifest: pipeline(model, service, stage) },
    {
      comment: `Runs of ${what} A run waits until an approver removes its status.`,
      manifest: template(model, service, stage),
    },
    { comment: `What starts ${what}`, manifest: binding(model, service, stage) },
  ];
}

function metadata(model: Model, service: Service, stage: DeployStage) {
  return { ...metadataOf(model, service, stage), name: redeployName(service, stage) };
}

/** The same tasks as those of the stage. Its runs have names of their own, publish no record, and start no stage. */
function pipeline(model: Model, service: Service, stage: DeployStage): Manifest {
  const ofStage = pipelineName(service, stage);
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata: metadata(model, service, stage),
    spec: {
      description: `${service.name}: ${stage.id} (earlier release)`,
      params: PARAMS.map((name) => ({ name, type: "string" })),
      workspaces: [{ name: "source" }],
      tasks: [admitTask(ofStage, stage, ""), workOf(ofStage, stage, EARLIER)],
    },
  };
}

function template(model: Model, service: Service, stage: DeployStage): Manifest {
  const place = metadata(model, service, stage);
  const { name, namespace, labels } = place;
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerTemplate",
    metadata: place,
    spec: {
      params: ["run", "reason"].map((param) => ({ name: param })),
      resourcetemplates: [
        {
          apiVersion: "tekton.dev/v1",
          kind: "PipelineRun",
          metadata: { generateName: `${name}-`, namespace, labels },
          spec: {
            status: "PipelineRunPending",
            pipelineRef: { name },
            params: [
              { name: "source", value: `${pipelineName(service, sourceOf(service))}-$(tt.params.run)` },
              { name: "reason", value: "$(tt.params.reason)" },
            ],
            ...runSpec(model, stage),
          },
        },
      ],
    },
  };
}

function binding(model: Model, service: Service, stage: DeployStage): Manifest {
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerBinding",
    metadata: metadata(model, service, stage),
    spec: {
      params: ["run", "reason"].map((name) => ({ name, value: `$(body.${name})` })),
    },
  };
}
