import type { Model } from "../model/model.ts";
import { argocd } from "./argocd/index.ts";
import { jenkins } from "./jenkins/index.ts";
import { spinnaker } from "./spinnaker/index.ts";
import type { PlannedFile, Target } from "./target.ts";

export { libraryApi } from "./jenkins/library-api.ts";
export { stepCalls } from "./jenkins/step-calls.ts";

/** All targets, in the order in which they plan. A new target is a folder and a line here. */
const targets: readonly Target[] = [jenkins, argocd, spinnaker];

/** Plans the files of every target. */
export function planTargets(model: Model): PlannedFile[] {
  return targets.flatMap((target) => target.plan(model));
}
