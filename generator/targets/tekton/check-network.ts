import { deployedNamespaces } from "../../model/deployed-namespaces.ts";
import type { Model } from "../../model/model.ts";
import { type Lack, lacks, when } from "./lack.ts";
import { namespaceOf } from "./names.ts";
import { ingressOf } from "./network.ts";
import type { Relayed } from "./triggers.ts";

/** Pods of the Ingress controller's namespace reach the event listeners, so no code of an application may run in it. */
export function checkNetwork(model: Model & Relayed): Lack[] {
  if (model.relayedFrom !== undefined) return [];
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
