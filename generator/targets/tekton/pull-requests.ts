import type { Model } from "../../model/model.ts";
import { requestLabel } from "../../model/request-agents.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { Document, Manifest } from "./documents.ts";
import { names, pullRequestName } from "./names.ts";
import { minutes } from "./pipelines.ts";
import { podOf } from "./runs.ts";
import { metadataOf, pullRequestTask } from "./tasks.ts";
import { requestOf } from "./triggers.ts";

/** The parameters of a run for a pull request. */
const PARAMS = ["commit", "number"];

/** Whether a pull request starts a stage. */
export function buildsRequests({ kind, reach }: Stage): boolean {
  return kind === "source" && reach.pullRequests;
}

/** The objects that build pull requests of a source stage: without secrets, and without a record for other stages. */
export function requestDocuments(model: Model, service: Service, stage: Stage): Document[] {
  if (!buildsRequests(stage)) return [];
  const what = `of pull requests of ${service.name}: ${stage.id}.`;
  return [
    { comment: `Work ${what}`, manifest: pullRequestTask(model, service, stage) },
    { comment: `Pipeline ${what}`, manifest: pipeline(model, service, stage) },
    { comment: `Runs ${what}`, manifest: template(model, service, stage) },
    { comment: `What starts builds ${what}`, manifest: binding(model, service, stage) },
  ];
}

function metadata(model: Model, service: Service, stage: Stage) {
  return { ...metadataOf(model, service, stage), name: pullRequestName(service, stage) };
}

function pipeline(model: Model, service: Service, stage: Stage): Manifest {
  const place = metadata(model, service, stage);
  return {
    apiVersion: "tekton.dev/v1",
    kind: "Pipeline",
    metadata: place,
    spec: {
      description: `${service.name}: ${stage.id} (pull request)`,
      params: PARAMS.map((name) => ({ name, type: "string" })),
      workspaces: [{ name: "source" }],
      tasks: [
        {
          name: "work",
          taskRef: { name: place.name },
          params: [
            { name: "commit", value: "$(params.commit)" },
            { name: "ref", value: requestOf(model, service).ref.replace("NUMBER", () => "$(params.number)") },
            { name: "build", value: "$(params.number)" },
            { name: "record", value: "" },
          ],
          workspaces: [{ name: "source", workspace: "source" }],
          timeout: minutes(stage.timeout),
        },
      ],
    },
  };
}

function template(model: Model, service: Service, stage: Stage): Manifest {
  const place = metadata(model, service, stage);
  const { name, namespace, labels } = place;
  const label = requestLabel(model.site, stage.agent.label);
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerTemplate",
    metadata: place,
    spec: {
      params: PARAMS.map((param) => ({ name: param })),
      resourcetemplates: [
        {
          apiVersion: "tekton.dev/v1",
          kind: "PipelineRun",
          metadata: { generateName: `${name}-`, namespace, labels },
          spec: {
            pipelineRef: { name },
            params: PARAMS.map((param) => ({ name: param, value: `$(tt.params.${param})` })),
            workspaces: [{ name: "source", emptyDir: {} }],
            timeouts: { pipeline: minutes(stage.timeout + stage.waitTimeout) },
            taskRunTemplate: { serviceAccountName: names.work, podTemplate: podOf(model, stage, label) },
          },
        },
      ],
    },
  };
}

function binding(model: Model, service: Service, stage: Stage): Manifest {
  const { commit, number } = requestOf(model, service);
  return {
    apiVersion: "triggers.tekton.dev/v1beta1",
    kind: "TriggerBinding",
    metadata: metadata(model, service, stage),
    spec: {
      params: [
        { name: "commit", value: `$(${commit})` },
        { name: "number", value: `$(${number})` },
      ],
    },
  };
}
