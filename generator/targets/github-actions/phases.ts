import type { Model } from "../../model/model.ts";
import type { Stage } from "../../model/service.ts";
import { type Phase as SharedPhase, phasesOf as sharedPhases } from "../shared/phases.ts";
import { type Given, givenBy, registryLogin } from "./secrets.ts";
import { containerPhases } from "./service-containers.ts";

/** A step of a stage, with the expressions that give its secrets. */
export interface Phase extends SharedPhase {
  readonly given: readonly Given[];
}

/** The scripts of a stage, in order. */
export function phasesOf(model: Model, stage: Stage): Phase[] {
  const { start, stop } = containerPhases(stage);
  return [...start, ...sharedPhases(model, stage), ...stop].map((phase) => ({
    ...phase,
    given: [...phase.logins.flatMap(registryLogin), ...givenBy(phase.credentials)],
  }));
}

/** Whether a stage uses secrets that an operator creates. */
export function hasSecrets(phases: readonly Phase[]): boolean {
  return phases.some(({ given }) => given.some(({ secret }) => secret !== null));
}
