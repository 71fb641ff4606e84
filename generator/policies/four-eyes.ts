import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Another team than the one that writes the source releases it to a protected environment. */
export const fourEyes: Policy = {
  code: "SW437",
  title: "Nobody releases his own change",
  decision: "What reaches a protected environment was seen by two teams.",
  consequence: "One team, or one stolen account of it, changes the source and brings it to production alone.",
  check: (model) =>
    model.services.flatMap((service) => service.stages.flatMap((stage) => ownChange(model, service, stage))),
};

function ownChange(model: Model, { name, stages }: Service, stage: Stage) {
  // An approval that its author may not give is a second pair of eyes.
  if (stage.kind !== "deploy" || stage.approval?.notAuthor === true) return [];
  const environment = model.environments.find((it) => it.name === stage.environment);
  const writers = stages.filter(({ kind }) => kind === "source").map(({ owner }) => owner);
  if (environment?.protected !== true || !writers.includes(stage.owner)) return [];
  const span = placeOf(model, `services/${name}/stages/${stage.id}/owner`, stage.owner);
  const message = `"${stage.owner}" builds the source of ${name} and releases it to ${environment.name}, which is protected`;
  return [finding("SW437", span, message, { hint: "give the deploy stage another owner" })];
}
