import type { Target } from "../target.ts";
import { planCasc } from "./casc.ts";
import { planCatalog } from "./catalog.ts";
import { planCodeowners } from "./codeowners.ts";
import { planCredentials } from "./credentials.ts";
import { planJenkinsfiles } from "./jenkinsfiles.ts";
import { planJobs } from "./jobs.ts";
import { planLibrary } from "./library.ts";
import { planPipelinesPage } from "./pipelines-page.ts";
import { planPlugins } from "./plugins.ts";
import { planRoles } from "./roles.ts";
import { planSeed } from "./seed.ts";

/** Jenkins: a shared library, Jenkinsfiles, jobs, and what a controller needs for them. */
export const jenkins: Target = {
  name: "jenkins",
  plan: (model, others) => {
    const owned = [...planJenkinsfiles(model), ...planJobs(model)];
    return [
      ...planLibrary(model),
      ...owned,
      ...planCasc(model),
      ...planRoles(model),
      ...planSeed(model),
      ...planCatalog(model),
      ...planPlugins(model),
      ...planCredentials(model),
      ...planCodeowners(model, [...owned, ...others]),
      ...planPipelinesPage(model),
    ];
  },
};
