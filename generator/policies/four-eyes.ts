import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import type { Service, Stage } from "../model/service.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that a different team than the owner of the source releases to a protected environment. */
export const fourEyes: Policy = {
  code: "SW437",
  slug: "stages/self-release",
  title: "Team releases its own change",
  severity: "warning",
  explanation:
    "The team that owns the source also releases it to a protected environment. One stolen account of the team is enough to change what runs there.",
  decision: "Two teams review each change before it reaches a protected environment.",
  check: (model) =>
    model.services.flatMap((service) => service.stages.flatMap((stage) => checkStage(model, service, stage))),
};

function checkStage(model: Model, { name, stages }: Service, stage: Stage) {
  // With `notAuthor`, a person other than the author approves the change.
  if (stage.kind !== "deploy" || stage.approval?.notAuthor === true) return [];
  const environment = model.environments.find((it) => it.name === stage.environment);
  const writers = stages.filter(({ kind }) => kind === "source").map(({ owner }) => owner);
  if (environment?.protected !== true || !writers.includes(stage.owner)) return [];
  const span = placeOf(model, `services/${name}/stages/${stage.id}/owner`, stage.owner);
  const message = `"${stage.owner}" owns the source of ${name} and also releases it to the protected environment "${environment.name}"`;
  return [
    finding("SW437", span, message, {
      hint: "assign the deploy stage to another owner, or add an approval with notAuthor: true",
    }),
  ];
}
