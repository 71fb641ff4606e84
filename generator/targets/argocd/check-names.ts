import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Model } from "../../model/model.ts";
import { deploymentsOf } from "./deployments.ts";

/** Helm accepts no longer name of a release. */
const LONGEST_RELEASE = 53;
/** Kubernetes accepts no longer value of a label; Argo CD marks all resources of an Application with its name. */
const LONGEST_LABEL = 63;

/** Reports names of Applications that Helm or Kubernetes would refuse at the first deployment. */
export function checkNames(model: Model): Diagnostic[] {
  return deploymentsOf(model).flatMap(({ service, stage, application, gitops }) => {
    const [what, most] =
      gitops.layout === "helm"
        ? (["name of the Helm release", LONGEST_RELEASE] as const)
        : (["name of the Application", LONGEST_LABEL] as const);
    if (application.length <= most) return [];
    const { at, length = 1 } = model.origins.get(`services/${service.name}/stages/${stage.id}/environment`) ?? {};
    const span = { at: at ?? { file: service.specFile, line: 1, column: 1 }, length };
    const message = `the ${what} ${show(application)} has ${application.length} characters; at most ${most} are allowed`;
    return [finding("SW375", span, message, { hint: "shorten the name of the service or of the environment" })];
  });
}
