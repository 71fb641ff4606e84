import { ownCluster } from "../../handoffs/argocd.ts";
import type { Model } from "../../model/model.ts";
import type { ArgoInstance, Environment } from "../../model/platform.ts";
import { groupBy } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { clusterLabel, environmentsOf } from "./deployments.ts";
import { repositoriesOf } from "./sources.ts";

/** Plans what an instance's operator applies once: repositories, clusters, rights, notifications, and a page on them. */
export function planSettings(model: Model, instance: ArgoInstance): PlannedFile[] {
  const environments = environmentsOf(model, instance);
  const clusters = viewClusters(
    environments.map(({ environment }) => environment),
    instance.applications === "clusters",
  );
  const view = {
    specFile: model.specFile,
    instance: instance.name,
    server: instance.server,
    argocdNamespace: instance.namespace,
    highAvailability: instance.highAvailability,
    repositories: environments.flatMap(({ environment: { name }, gitops }) =>
      repositoriesOf(gitops).map(({ url, type }) => ({
        ...{ name: type === "git" ? name : `${name}-charts`, environment: name },
        ...{ url, type },
      })),
    ),
    clusters,
    policy: policyLines(model, instance),
    chats: model.teams.flatMap(({ name, webhook }) => (webhook === null ? [] : [{ name, webhook }])),
    environments: environments.map(({ environment, own }) => ({
      name: environment.name,
      protected: environment.protected,
      services: own.map(({ service }) => service.name).join(", "),
    })),
  };
  const files = ["repositories.yaml", "rbac.yaml", "notifications.yaml", "README.md"];
  return [...files, ...(clusters.length > 0 ? ["clusters.yaml"] : [])].map((name) => ({
    path: `argocd/${instance.name}/settings/${name}`,
    template: `argocd/settings/${name}.hbs`,
    shard: "site",
    view,
  }));
}

/**
 * Clusters beside Argo CD's own, each once; one that a single environment uses is its project's alone. Where sets look for
 * them by label, its own is among them.
 */
function viewClusters(environments: readonly Environment[], labelled: boolean) {
  const registered = environments.filter(({ cluster }) => labelled || cluster !== ownCluster);
  return [...groupBy(registered, ({ cluster }) => cluster)].map(([server, users]) => ({
    server,
    name: server === ownCluster ? "in-cluster" : users.map(({ name }) => name).join("-"),
    project: users.length === 1 && server !== ownCluster ? (users[0]?.name ?? null) : null,
    labels: labelled ? users.map(({ name }) => ({ key: clusterLabel(name) })) : [],
  }));
}

/** Casbin lines: whoever owns a stage of a service may see where it runs; nobody deploys but by a commit. */
function policyLines(model: Model, instance: ArgoInstance): string[] {
  const deployments = environmentsOf(model, instance).flatMap(({ own }) => own);
  return model.teams.flatMap(({ name, group }) => {
    const seen = deployments.filter(({ service }) => service.stages.some(({ owner }) => owner === name));
    const rights = seen.flatMap(({ environment, application }) =>
      ["applications", "logs"].map((it) => `p, role:${name}, ${it}, get, ${environment.name}/${application}, allow`),
    );
    return seen.length > 0 && group !== null ? [...rights, `g, ${group}, role:${name}`] : rights;
  });
}
