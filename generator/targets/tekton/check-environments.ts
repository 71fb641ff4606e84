import { handoffNamed } from "../../handoffs/index.ts";
import { deployedNamespaces } from "../../model/deployed-namespaces.ts";
import type { Model } from "../../model/model.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { namespaceOf } from "./names.ts";

/** What an environment cannot have on Tekton. */
export function checkEnvironments(model: Model): Lack[] {
  return [...checkNamespaces(model), ...model.environments.flatMap((it) => checkEnvironment(model, it))];
}

/** A workload of an application must not run next to the secrets of a team's pipelines. */
function checkNamespaces(model: Model): Lack[] {
  const owners = new Map(model.teams.map(({ name }) => [namespaceOf(model, name), name]));
  return deployedNamespaces(model).flatMap(({ service, environment, namespace }) => {
    const owner = owners.get(namespace);
    return when(owner !== undefined, () =>
      lacks(
        `environments/${environment.name}/namespace`,
        `${service} would be deployed to ${namespace}, which has the pipelines and secrets of team ${owner}`,
        "change the environment's namespace or site.tekton.namespace, or rename the service",
      ),
    );
  });
}

function checkEnvironment(model: Model, environment: Model["environments"][number]): Lack[] {
  const { name, handoff } = environment;
  const path = `environments/${name}`;
  return [
    ...when((handoffNamed(handoff)?.promotion?.(model, environment) ?? null) !== null, () =>
      lacks(
        `${path}/strategy`,
        `the pipelines do not promote a paused release in ${name}`,
        "use a strategy without a manual step, or use target: jenkins",
      ),
    ),
    ...when(handoffNamed(handoff)?.refusesOlder === false, () =>
      differs(
        [`${path}/handoff`, "delivery/handoff"],
        `a run with an earlier release replaces a newer one in ${name} also without a reason`,
        "let the approvers compare both releases before they start a run",
      ),
    ),
  ];
}
