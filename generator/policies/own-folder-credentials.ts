import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the credentials of a protected environment are in the folder of the team that deploys to it. */
export const ownFolderCredentials: Policy = {
  code: "SW470",
  slug: "credentials/foreign-folder",
  title: "Credentials of a protected environment are in another team's folder",
  severity: "error",
  explanation:
    "In a combined topology, all stages of a service run in one job, in the folder of the team that owns its first stage. This team can then use the credentials of the protected environment, and reviews the Jenkinsfile that requests the approval, although another team owns the deploy stage.",
  decision: "The credentials of a protected environment are in the folder of its owner.",
  target: "jenkins",
  check: (model) =>
    model.services.flatMap((service) => service.stages.flatMap((stage) => checkStage(model, service, stage))),
};

function checkStage(model: Model, service: Service, stage: Stage) {
  if (stage.kind !== "deploy") return [];
  const environment = model.environments.find(({ name }) => name === stage.environment);
  const first = service.stages.find(({ id }) => id === stage.firstOfJob);
  if (environment?.protected !== true || first === undefined || first.owner === stage.owner) return [];
  const span = placeOf(model, `services/${service.name}/stages/${stage.id}/owner`, stage.owner);
  const message = `"${stage.owner}" deploys to the protected environment "${environment.name}", but the job and its credentials are in the folder of "${first.owner}"`;
  const hint = "set topology: per-stage or per-team, which gives the stage a job in its owner's folder";
  return [finding("SW470", span, message, { hint })];
}
