import type { Model } from "../model/model.ts";
import { argocd } from "./argocd/index.ts";
import { jenkins } from "./jenkins/index.ts";
import { spinnaker } from "./spinnaker/index.ts";
import type { PlannedFile, Target } from "./target.ts";

export { libraryApi } from "./jenkins/library-api.ts";
export { type Owners, ownersOf } from "./jenkins/owners.ts";
export { stepCalls } from "./jenkins/step-calls.ts";

/** Every target, in the order in which they plan; a new one is a folder and a line here. */
const targets: readonly Target[] = [argocd, spinnaker, jenkins];

/** All files that a model asks for. */
export function plan(model: Model): PlannedFile[] {
  const planned: PlannedFile[] = [];
  for (const target of targets) planned.push(...target.plan(model, planned));
  return planned;
}
