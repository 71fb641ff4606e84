import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Model } from "../../model/model.ts";
import { specPlace } from "../spec-place.ts";
import { deploymentsOf } from "./deployments.ts";
import { deploymentName } from "./workload.ts";

/** Helm accepts no longer name of a release. */
const LONGEST_RELEASE = 53;
/** Kubernetes accepts no longer value of a label; Argo CD marks all resources of an Application with its name. */
const LONGEST_LABEL = 63;

/** Reports names of Applications and Deployments that Helm or Kubernetes would refuse at the first deployment. */
export function checkNames(model: Model): Diagnostic[] {
  return [...longApplications(model), ...longDeployments(model)];
}

function longApplications(model: Model): Diagnostic[] {
  return deploymentsOf(model).flatMap(({ service, stage, application, gitops }) => {
    const [what, most] =
      gitops.layout === "helm"
        ? (["name of the Helm release", LONGEST_RELEASE] as const)
        : (["name of the Application", LONGEST_LABEL] as const);
    const path = `services/${service.name}/stages/${stage.id}/environment`;
    return tooLong(model, path, what, application, most, "shorten the name of the service or of the environment");
  });
}

/** With several images, each Deployment and its label have the name of the service and the stage. */
function longDeployments(model: Model): Diagnostic[] {
  const services = new Set(deploymentsOf(model).map(({ service }) => service));
  return [...services].flatMap((service) => {
    const images = service.stages.filter(({ kind }) => kind === "image");
    if (images.length < 2) return [];
    return images.flatMap(({ id }) => {
      const path = `services/${service.name}/stages/${id}/image`;
      const hint = "shorten the name of the service or the id of the stage";
      return tooLong(model, path, "name of the Deployment", deploymentName(service.name, id), LONGEST_LABEL, hint);
    });
  });
}

function tooLong(model: Model, path: string, what: string, name: string, most: number, hint: string): Diagnostic[] {
  if (name.length <= most) return [];
  const message = `the ${what} ${show(name)} has ${name.length} characters; at most ${most} are allowed`;
  return [finding("SW375", specPlace(model, path), message, { hint })];
}
