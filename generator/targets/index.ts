import type { Model } from "../model/model.ts";
import { argocd } from "./argocd/index.ts";
import { jenkins } from "./jenkins/index.ts";
import type { PlannedFile, Target } from "./target.ts";

/** Every target, in the order in which they plan; a new one is a folder and a line here. */
const targets: readonly Target[] = [argocd, jenkins];

/** All files that a model asks for. */
export function plan(model: Model): PlannedFile[] {
  return targets.reduce<PlannedFile[]>((planned, target) => [...planned, ...target.plan(model, planned)], []);
}
