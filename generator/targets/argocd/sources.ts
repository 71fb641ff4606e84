import { expand } from "../../model/pattern.ts";
import type { GitOps } from "../../model/platform.ts";

/** The sources of an Application: a single one, or a chart with values from the GitOps repository. */
export type Source = Readonly<Record<string, unknown>>;

/** The sources of a service's folder; the names and the folder may be placeholders of an ApplicationSet. */
export function sourcesOf(
  { git, branch, layout, chart }: GitOps,
  { service, folder, release: releaseName }: { service: string; folder: string; release: string },
): readonly Source[] {
  const repository = { repoURL: git, targetRevision: branch };
  if (layout !== "helm" || chart === null) return [{ ...repository, path: folder }];
  if (chart.path !== null) {
    const path = expand(chart.path, service, "");
    return [{ ...repository, path, helm: { releaseName, valueFiles: [`/${folder}/values.yaml`] } }];
  }
  const { repository: repoURL, name, version: targetRevision } = chart;
  return [
    { ...repository, ref: "values" },
    { repoURL, chart: name, targetRevision, helm: { releaseName, valueFiles: [`$values/${folder}/values.yaml`] } },
  ];
}

/** All repositories that the Applications of a project may use. */
export function repositoriesOf({ git, chart }: GitOps): { readonly url: string; readonly type: "git" | "helm" }[] {
  const charts = chart === null || chart.path !== null ? [] : [{ url: chart.repository, type: "helm" as const }];
  return [{ url: git, type: "git" }, ...charts];
}
