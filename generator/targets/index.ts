import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { argocd } from "./argocd/index.ts";
import type { TargetFacts } from "./facts.ts";
import { jenkins } from "./jenkins/index.ts";
import { spinnaker } from "./spinnaker/index.ts";
import type { PlannedFile, Target } from "./target.ts";

export { libraryApi } from "./jenkins/library-api.ts";

/** All targets, in the order in which they plan. A new target is a folder and a line here. */
const targets: readonly Target[] = [jenkins, argocd, spinnaker];

/** Returns the findings of every target; never throws. */
export function checkTargets(model: Model): Diagnostic[] {
  return targets.flatMap((target) => target.check?.(model) ?? []);
}

/** Plans the files of every target, one after the other. */
export function* planTargets(model: Model): Iterable<PlannedFile> {
  for (const target of targets) yield* target.plan(model);
}

/** What the files about the whole site show of all targets. */
export function targetFacts(model: Model): TargetFacts {
  const all = targets.flatMap((target) => target.facts?.(model) ?? []);
  return {
    jobs: all.flatMap(({ jobs }) => jobs),
    credentials: all.flatMap(({ credentials }) => credentials),
    repositories: all.flatMap(({ repositories }) => repositories),
    annotations: all.flatMap(({ annotations }) => annotations),
  };
}
