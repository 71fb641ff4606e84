import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { startsByItself } from "../../model/stages.ts";
import { attestParams, CHAINS_RESULTS } from "./attest.ts";
import type { Manifest } from "./documents.ts";
import { usesFiles } from "./files.ts";
import { attestName, names } from "./names.ts";
import { attestPhases } from "./pod-phases.ts";
import { metadataOf } from "./tasks.ts";

/** The parameters of a stage's run: the commit for the first stage; for others, the run of the first stage. */
export function paramsOf({ kind }: Stage): readonly string[] {
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

/** The name of a run, which contains the ID of its release. */
const OWN_NAME = "$(context.pipelineRun.name)";

/** The parameters of the tasks around the work. */
function ofRun(pipeline: string, run: string) {
  return [
    { name: "settings", value: pipeline },
    { name: "run", value: run },
  ];
}

/** `run` is empty for runs whose names do not contain the ID of their release. */
export function admitTask(pipeline: string, stage: Stage, run = OWN_NAME) {
  return {
    name: "admit",
    taskRef: { name: names.admit },
    params: [...ofRun(pipeline, run), ...["commit", "ref", "source"].map((name) => given(stage, name))],
    timeout: minutes(stage.waitTimeout + ADMIT_MINUTES),
  };
}

/** A run with an earlier release: why it may replace a newer one, and its name. */
export const EARLIER = { reason: "$(params.reason)", redeploy: OWN_NAME };

/** The parameters of `EARLIER` are empty for the usual run of a stage. */
export function workOf(pipeline: string, stage: Stage, earlier = { reason: "", redeploy: "" }) {
  return {
    name: "work",
    taskRef: { name: pipeline },
    params: [
      ...admitted,
      ...(usesFiles(stage) ? [{ name: "files", value: "$(tasks.admit.results.files)" }] : []),
      ...(stage.kind === "deploy" ? Object.entries(earlier).map(([name, value]) => ({ name, value })) : []),
    ],
    workspaces: [{ name: "source", workspace: "source" }],
    timeout: minutes(stage.timeout),
  };
}

/** What uses and reports the pushed image. A stage whose image is not signed as the spec wants has no record. */
function attestOf(model: Model, service: Service, stage: Stage) {
  const params = [...admitted, { name: "made", value: "$(tasks.work.results.record)" }];
  const used = attestParams(model, stage);
  return {
    name: "attest",
    taskRef: { name: attestName(service, stage) },
    params: params.filter(({ name }) => used.includes(name)),
    timeout: minutes(attestMinutes(model, stage)),
  };
}

function sealTask(pipeline: string, stage: Stage) {
  return {
    name: "seal",
    taskRef: { name: names.seal },
    ...(stage.kind === "image" && { runAfter: ["attest"] }),
    params: [
      ...ofRun(pipeline, OWN_NAME),
      ...admitted,
      given(stage, "source"),
      { name: "made", value: "$(tasks.work.results.record)" },
      { name: "files", value: "$(tasks.work.results.files)" },
    ],
    timeout: minutes(ADMIT_MINUTES),
  };
}

/** Minutes for the tasks that read and write records. */
export const ADMIT_MINUTES = 10;

/** A duration of Tekton. */
export function minutes(count: number): string {
  return `${Math.floor(count / 60)}h${count % 60}m0s`;
}

/** Whether a user starts each run of a stage: to approve it, or because the stage never starts by itself. */
export function waitsForUser(stage: Stage): boolean {
  return stage.approval !== null || (stage.needs.length > 0 && !startsByItself(stage));
}

/** The minutes of the task that uses and reports an image; none for other stages. */
export function attestMinutes(model: Model, stage: Stage): number {
  if (stage.kind !== "image") return 0;
  return attestPhases(model, stage).length > 0 ? stage.timeout : ADMIT_MINUTES;
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
