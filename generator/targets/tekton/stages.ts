import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { stagesByTeam } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { redeploys } from "./approvers.ts";
import { attestTask } from "./attest.ts";
import { type Document, planDocuments } from "./documents.ts";
import { stageFile } from "./names.ts";
import { stagePipeline, triggerBinding, waitsForUser } from "./pipelines.ts";
import { requestDocuments } from "./pull-requests.ts";
import { redeployDocuments } from "./redeploy.ts";
import { runTemplate } from "./runs.ts";
import { settingsMap, workTask } from "./tasks.ts";
import { fieldsOf } from "./triggers.ts";

/** Plans the file of each stage, in the folder of its owner. */
export function planStages(model: Model): PlannedFile[] {
  const again = new Set([...stagesByTeam(model)].flatMap(([owner, it]) => (redeploys(model, it) ? [owner] : [])));
  return model.services.flatMap((service) =>
    service.stages.map((stage) =>
      planDocuments(model, stage.owner, `${stage.owner}/${service.name}`, stageFile(model, service, stage), [
        ...documentsOf(model, service, stage),
        ...(stage.kind === "deploy" && again.has(stage.owner) ? redeployDocuments(model, service, stage) : []),
      ]),
    ),
  );
}

function documentsOf(model: Model, service: Service, stage: Stage): Document[] {
  const name = `${service.name}: ${stage.id}.`;
  return [
    { comment: `Settings of ${name}`, manifest: settingsMap(model, service, stage) },
    { comment: `Work of ${name}`, manifest: workTask(model, service, stage) },
    ...(stage.kind === "image"
      ? [{ comment: `What uses and reports the image of ${name}`, manifest: attestTask(model, service, stage) }]
      : []),
    { comment: `Pipeline of ${name}`, manifest: stagePipeline(model, service, stage) },
    {
      comment: waitsForUser(stage)
        ? `Runs of ${name} A run waits until an approver removes its status.`
        : `Runs of ${name}`,
      manifest: runTemplate(model, service, stage),
    },
    {
      comment: `What starts ${name}`,
      manifest: triggerBinding(model, service, stage, fieldsOf(model, service, stage)),
    },
    ...requestDocuments(model, service, stage),
  ];
}
