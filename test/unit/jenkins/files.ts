import type { Model } from "../../../generator/model/model.ts";
import { render } from "../../../generator/render/index.ts";
import { planCatalog } from "../../../generator/site/catalog.ts";
import { planCodeowners } from "../../../generator/site/codeowners.ts";
import { planPipelinesPage } from "../../../generator/site/pipelines-page.ts";
import { argocd } from "../../../generator/targets/argocd/index.ts";
import { planCasc } from "../../../generator/targets/jenkins/casc.ts";
import { planCredentials } from "../../../generator/targets/jenkins/credentials.ts";
import { planJenkinsfiles } from "../../../generator/targets/jenkins/jenkinsfiles.ts";
import { planJobs } from "../../../generator/targets/jenkins/jobs.ts";
import { planPlugins } from "../../../generator/targets/jenkins/plugins.ts";
import { planRoles } from "../../../generator/targets/jenkins/roles.ts";
import { planSeed } from "../../../generator/targets/jenkins/seed.ts";
import type { PlannedFile } from "../../../generator/targets/target.ts";

/** All planned files except the library. */
export function planned(model: Model): PlannedFile[] {
  const owned = [...planJenkinsfiles(model), ...planJobs(model), ...argocd.plan(model)];
  const site = [planCasc, planRoles, planSeed, planCatalog, planPlugins, planCredentials, planPipelinesPage].flatMap(
    (plan) => plan(model),
  );
  return [...owned, ...site, ...planCodeowners(model, owned)];
}

/** The files by path. */
export function filesOf(model: Model): Map<string, string> {
  return new Map(render(planned(model)).map((file) => [file.path, file.content]));
}

/** The text of a file; fails if the file is not generated. */
export function fileOf(model: Model, path: string): string {
  const content = filesOf(model).get(path);
  if (content === undefined) throw new Error(`${path} is not generated`);
  return content;
}
