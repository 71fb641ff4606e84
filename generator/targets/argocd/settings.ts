import { ownCluster } from "../../handoffs/argocd.ts";
import type { Model } from "../../model/model.ts";
import type { ArgoInstance } from "../../model/platform.ts";
import { groupBy } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { clusterLabel, environmentsOf, type Project, projectName, projectsOf } from "./deployments.ts";
import { repositoriesOf } from "./sources.ts";

/** Plans the files that an operator of an instance applies once: repositories, clusters, permissions, notifications, README. */
export function planSettings(model: Model, instance: ArgoInstance): PlannedFile[] {
  const environments = environmentsOf(model, instance);
  const projects = projectsOf(model, instance);
  const subscribers = new Set(projects.map(({ owner }) => owner));
  const clusters = viewClusters(projects, instance.applications === "clusters");
  const view = {
    specFile: model.specFile,
    instance: instance.name,
    server: instance.server,
    argocdNamespace: instance.namespace,
    highAvailability: instance.highAvailability,
    repositories: projects.flatMap(({ name: project, gitops }) =>
      repositoriesOf(gitops).map(({ url, type }) => ({
        ...{ name: `${type === "git" ? "repository" : "charts"}-${project}`, project },
        ...{ url, type },
      })),
    ),
    clusters,
    policy: { [`policy.stagewright-${instance.name}.csv`]: `${policyLines(model, instance).join("\n")}\n` },
    chats: model.teams.flatMap(({ name, webhook, chatFormat }) =>
      webhook === null || !subscribers.has(name) ? [] : [{ name, webhook, card: chatFormat === "teams" }],
    ),
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
 * The clusters of an instance, except Argo CD's own. A cluster of a single project belongs to that project only. If
 * ApplicationSets find clusters by label, the list includes Argo CD's own cluster.
 */
function viewClusters(projects: readonly Project[], labelled: boolean) {
  const registered = projects.filter(({ environment: { cluster } }) => labelled || cluster !== ownCluster);
  return [...groupBy(registered, ({ environment: { cluster } }) => cluster)].map(([server, users]) => {
    const names = [...new Set(users.map(({ environment }) => environment.name))];
    return {
      server,
      name: server === ownCluster ? "in-cluster" : names.join("-"),
      project: users.length === 1 && server !== ownCluster ? (users[0]?.name ?? null) : null,
      labels: labelled ? names.map((name) => ({ key: clusterLabel(name) })) : [],
    };
  });
}

/**
 * Casbin lines: the owner of a stage may see the service where it runs. Deployments are only possible with a commit. The roles
 * have a prefix, so that no team has the name of one of Argo CD's own roles, such as admin.
 */
function policyLines(model: Model, instance: ArgoInstance): string[] {
  const deployments = environmentsOf(model, instance).flatMap(({ own }) => own);
  const ofTeams = groupBy(
    deployments.flatMap((deployment) =>
      [...new Set(deployment.service.stages.map(({ owner }) => owner))].map((team) => ({ team, deployment })),
    ),
    ({ team }) => team,
  );
  return model.teams.flatMap(({ name, group }) => {
    const seen = (ofTeams.get(name) ?? []).map(({ deployment }) => deployment);
    const rights = seen.flatMap(({ environment, stage, application }) =>
      ["applications", "logs"].map(
        (it) => `p, role:team-${name}, ${it}, get, ${projectName(environment, stage.owner)}/${application}, allow`,
      ),
    );
    return seen.length > 0 && group !== null ? [...rights, `g, ${csvField(group)}, role:team-${name}`] : rights;
  });
}

/** A field of the policy, which Argo CD reads as CSV. Schemas allow no quotes in a group. */
function csvField(text: string): string {
  return text.includes(",") ? `"${text}"` : text;
}
