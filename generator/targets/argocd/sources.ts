import type { GitOps } from "../../model/platform.ts";
import { expand } from "../model-lookup.ts";

/** What an Application is made from: one source, or the chart of a repository and the values that lie in the GitOps one. */
export type Source = Readonly<Record<string, unknown>>;

/** The sources of a service's folder; `folder` may hold an ApplicationSet's own placeholder. */
export function sourcesOf({ git, branch, layout, chart }: GitOps, service: string, folder: string): readonly Source[] {
  const repository = { repoURL: git, targetRevision: branch };
  if (layout !== "helm" || chart === null) return [{ ...repository, path: folder }];
  if (chart.path !== null) {
    const path = expand(chart.path, service, "");
    return [{ ...repository, path, helm: { valueFiles: [`/${folder}/values.yaml`] } }];
  }
  const { repository: repoURL, name, version: targetRevision } = chart;
  return [
    { ...repository, ref: "values" },
    { repoURL, chart: name, targetRevision, helm: { valueFiles: [`$values/${folder}/values.yaml`] } },
  ];
}

/** Every repository that a project's Applications may come from. */
export function repositoriesOf({ git, chart }: GitOps): { readonly url: string; readonly type: "git" | "helm" }[] {
  const charts = chart === null || chart.path !== null ? [] : [{ url: chart.repository, type: "helm" as const }];
  return [{ url: git, type: "git" }, ...charts];
}
