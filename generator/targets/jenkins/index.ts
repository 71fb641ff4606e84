import type { Target } from "../target.ts";
import { planCasc } from "./casc.ts";
import { planCredentials } from "./credentials.ts";
import { planJenkinsfiles } from "./jenkinsfiles.ts";
import { planJobs } from "./jobs.ts";
import { planLibrary } from "./library.ts";
import { planPlugins } from "./plugins.ts";
import { planRoles } from "./roles.ts";
import { planSeed } from "./seed.ts";

/** Jenkins: a shared library, Jenkinsfiles, jobs, and the configuration of a controller. */
export const jenkins: Target = {
  name: "jenkins",
  plan: (model) => [
    ...planLibrary(model),
    ...planJenkinsfiles(model),
    ...planJobs(model),
    ...planCasc(model),
    ...planRoles(model),
    ...planSeed(model),
    ...planPlugins(model),
    ...planCredentials(model),
  ],
};
