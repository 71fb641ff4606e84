import type { Model } from "../../generator/model/model.ts";
import { contextOf } from "../../generator/targets/service-context.ts";
import type { PlannedFile, Target } from "../../generator/targets/target.ts";

/** All files that a target plans: those of each service, and the others. */
export function planTarget(target: Target, model: Model): PlannedFile[] {
  const context = contextOf(model);
  const ofServices = model.services.flatMap((service) => [...(target.planService?.(context, service) ?? [])]);
  return [...ofServices, ...target.plan(model)];
}
