import { deployedNamespaces } from "../../model/deployed-namespaces.ts";
import type { Model } from "../../model/model.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { namespaceOf } from "./names.ts";
import { ingressOf } from "./network.ts";
import type { Relayed } from "./triggers.ts";

/** Pods of the Ingress controller's namespace reach the event listeners, so no code of an application may run in it. */
export function checkNetwork(model: Model & Relayed): Lack[] {
  if (model.relayedFrom !== undefined) return [];
  return [...checkUsers(model), ...checkDefault(model)];
}

/** With another namespace than that of the controller, no webhook arrives, and no run says why. */
function checkDefault(model: Model): Lack[] {
  const isSet = model.origins.get("site/tekton/ingressNamespace")?.kind === "spec";
  return when(model.services.length > 0 && model.site.tekton !== null && !isSet, () =>
    differs(
      ["site/tekton/ingressNamespace", "site/tekton"],
      `webhooks arrive only through an Ingress controller whose pods are in the namespace ${ingressOf(model)}`,
      "set site.tekton.ingressNamespace",
    ),
  );
}

function checkUsers(model: Model): Lack[] {
  const namespace = ingressOf(model);
  const team = model.teams.find(({ name }) => namespaceOf(model, name) === namespace);
  const deployed = deployedNamespaces(model).find((it) => it.namespace === namespace);
  const user =
    team === undefined
      ? deployed && `${deployed.service} in ${deployed.environment.name}`
      : `the pipelines of team ${team.name}`;
  return when(user !== undefined, () =>
    lacks(
      "site/tekton/ingressNamespace",
      `${namespace} is the namespace of ${user}, and all pods of the Ingress controller's namespace reach the event listeners`,
      "give the Ingress controller a namespace of its own",
    ),
  );
}
