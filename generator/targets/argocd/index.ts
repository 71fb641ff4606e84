import type { Target } from "../target.ts";
import { planApplications, planSets } from "./applications.ts";
import { checkNames } from "./check-names.ts";
import { planOverlays } from "./overlays.ts";
import { planProjects } from "./projects.ts";
import { planSettings } from "./settings.ts";

/** Argo CD: the settings of each instance, and the initial files of the GitOps repositories. */
export const argocd: Target = {
  name: "argocd",
  check: checkNames,
  *planService(context, service) {
    yield* planOverlays(context, service);
    yield* planApplications(context, service);
  },
  *plan(model) {
    for (const instance of model.delivery.instances) {
      yield* planProjects(model, instance);
      yield* planSets(model, instance);
      yield* planSettings(model, instance);
    }
  },
};
