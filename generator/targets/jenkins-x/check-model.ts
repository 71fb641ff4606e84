import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { controllerOfCluster, deployedNamespaces } from "../../model/deployed-namespaces.ts";
import type { Model } from "../../model/model.ts";
import { type Lack, lacksOf, when } from "../shared/lack.ts";
import { reportLacks } from "../shared/report.ts";
import { namespaceOf, sourceOf } from "../tekton/names.ts";
import { namespaceOfLighthouse } from "./names.ts";

const { lacks, differs } = lacksOf("Jenkins X");

/** Reports what Jenkins X cannot give: what Tekton reports, and what Lighthouse and its promotion do in another way. */
export function checkModel(model: Model, ofTekton: readonly Diagnostic[]): Diagnostic[] {
  const own = [
    ...checkTags(model),
    ...checkPromotion(model),
    ...checkStatuses(model),
    ...checkIngress(model),
    ...checkNamespaces(model),
  ];
  return [...ofTekton, ...reportLacks(model, own)];
}

/** Lighthouse removes `refs/heads/` and `refs/tags/` from the name of what was pushed. */
function checkTags({ services }: Model): Lack[] {
  return services.flatMap((service) =>
    when(sourceOf(service).reach.tags.length > 0, () =>
      lacks(
        `services/${service.name}/branches`,
        "Lighthouse does not say whether a branch or a tag was pushed, so a tag starts no release",
        "remove the rules of tags, or use target: tekton",
      ),
    ),
  );
}

/** Jenkins X promotes by pull requests to the repository of an environment. */
function checkPromotion({ environments }: Model): Lack[] {
  return environments.flatMap(({ name, gitops }) =>
    when((gitops?.pullRequest ?? null) === null, () =>
      differs(
        `environments/${name}`,
        `a release reaches ${name} without a pull request, so no one reviews it in the repository of the environment`,
        "set gitops.pullRequest of the environment",
      ),
    ),
  );
}

function checkStatuses({ site }: Model): Lack[] {
  return when(site.statuses !== null, () =>
    differs(
      "site/statuses",
      "Lighthouse sets the status of the first stage on the commit, with its own account; later stages set none",
      "remove site.statuses",
    ),
  );
}

/** The event listeners of the stages get their messages from Lighthouse's namespace. */
function checkIngress({ origins }: Model): Lack[] {
  const path = "site/tekton/ingressNamespace";
  return when(origins.get(path)?.kind === "spec", () =>
    differs(
      path,
      "webhooks reach Lighthouse and not the event listeners, so ingressNamespace has no effect",
      "remove ingressNamespace",
    ),
  );
}

/** Everyone who may push to a repository can run pods in Lighthouse's namespace, and so read its secrets. */
function checkNamespaces(model: Model): Lack[] {
  const namespace = namespaceOfLighthouse(model);
  const user = userOf(model, namespace);
  return when(user !== null, () =>
    lacks(
      "site/jenkinsX/namespace",
      `${namespace} is the namespace of ${user}, and everyone who may push to a repository can read the secrets in Lighthouse's namespace`,
      "give Lighthouse a namespace of its own",
    ),
  );
}

/** What else uses a namespace; null for nothing that the specs know. */
function userOf(model: Model, namespace: string): string | null {
  const team = model.teams.find(({ name }) => namespaceOf(model, name) === namespace);
  if (team !== undefined) return `team ${team.name}`;
  const deployed = deployedNamespaces(model).find((it) => it.namespace === namespace);
  const workload = deployed === undefined ? null : `${deployed.service} in ${deployed.environment.name}`;
  return controllerOfCluster(model, namespace) ?? workload;
}
