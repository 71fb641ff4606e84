import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { ReleasedActions } from "../model/api.ts";
import type { Model } from "../model/model.ts";
import type { Service } from "../model/service.ts";
import { argocd } from "./argocd/index.ts";
import type { TargetFacts } from "./facts.ts";
import { githubActions } from "./github-actions/index.ts";
import { jenkins } from "./jenkins/index.ts";
import { jenkinsX } from "./jenkins-x/index.ts";
import { found } from "./model-lookup.ts";
import type { ServiceContext } from "./service-context.ts";
import { spinnaker } from "./spinnaker/index.ts";
import type { CiTarget, NamedJob, PlannedFile, Target, TargetDifferences } from "./target.ts";
import { tekton } from "./tekton/index.ts";

export { libraryApi } from "./jenkins/library-api.ts";
export { librarySettings } from "./jenkins/library-settings.ts";

/** The CI products, one of which runs the pipelines. A new one is a folder and a line here; the command loads its code when it is used. */
const products: Readonly<Record<Model["target"], () => CiTarget>> = {
  jenkins: () => jenkins,
  "github-actions": () => githubActions,
  tekton: () => tekton,
  "jenkins-x": () => jenkinsX,
};

/** The delivery tools, for every CI product, in the order in which they plan. */
const deliveries: readonly Target[] = [argocd, spinnaker];

function targetsOf(model: Pick<Model, "target">): readonly Target[] {
  return [products[model.target](), ...deliveries];
}

/** Returns the findings of the model's targets; never throws. */
export function checkTargets(model: Model): Diagnostic[] {
  return targetsOf(model).flatMap((target) => target.check?.(model) ?? []);
}

/** Plans the files of a service for the targets, one after the other. */
export function* planService(context: ServiceContext, service: Service): Iterable<PlannedFile> {
  for (const target of targetsOf(context)) yield* target.planService?.(context, service) ?? [];
}

/** Plans all other files of the model's targets, one after the other. */
export function* planTargets(model: Model): Iterable<PlannedFile> {
  for (const target of targetsOf(model)) yield* target.plan(model);
}

/** What the files about the whole site show of these targets. */
export function targetFacts(model: Model): TargetFacts {
  const all = targetsOf(model).flatMap((target) => target.facts?.(model) ?? []);
  return {
    ci: found(all[0], "CI product").ci,
    jobs: all.flatMap(({ jobs }) => jobs),
    credentials: all.flatMap(({ credentials }) => credentials),
    repositories: all.flatMap(({ repositories }) => repositories),
    annotations: all.flatMap(({ annotations }) => annotations),
  };
}

/** What a release records of the model's CI product; null for nothing. */
export function releasedActions(model: Model): ReleasedActions | null {
  return products[model.target]().released?.(model) ?? null;
}

/** The jobs whose builds users choose, of all services. */
export function namedJobs(model: Model): readonly NamedJob[] {
  return targetsOf(model).flatMap((target) => target.jobs?.(model) ?? []);
}

/** What each CI product does with a spec. */
export function compareTargets(model: Model): TargetDifferences[] {
  return (Object.keys(products) as Model["target"][]).map((target) => {
    const { title, operation, check } = products[target]();
    const asIf = { ...model, target };
    const found = check?.(asIf) ?? [];
    return {
      ...{ target, title, operation: operation(asIf) },
      lost: found.filter(({ severity }) => severity === "error"),
      differs: found.filter(({ severity }) => severity !== "error"),
    };
  });
}
