import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { imageTools } from "../shared/image-tools.ts";
import { type Phase, phasesOf } from "../shared/phases.ts";

/** The scripts that use a pushed image: they scan it, and sign what they know about it. */
export function attestPhases(model: Model, stage: Stage): Phase[] {
  if (stage.kind !== "image") return [];
  const tools = imageTools(model).map(({ name }) => name);
  return phasesOf(model, stage).filter(({ id }) => tools.some((name) => name === id));
}

/** The phases of a stage's work. Its volumes end with its pod, so it needs no clean-up. Another pod uses the pushed image. */
export function podPhases(model: Model, stage: Stage): Phase[] {
  const apart = attestPhases(model, stage).map(({ id }) => id);
  return phasesOf(model, stage).filter(({ id, always }) => !always && !apart.includes(id));
}
