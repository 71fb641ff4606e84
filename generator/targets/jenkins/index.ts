import type { CiTarget } from "../target.ts";
import { planCasc } from "./casc.ts";
import { checkModel } from "./check-model.ts";
import { planCredentials } from "./credentials.ts";
import { factsOf, namedJobs } from "./facts.ts";
import { nameJobs, nameService } from "./jenkins-model.ts";
import { planJenkinsfiles } from "./jenkinsfiles.ts";
import { planJobs } from "./jobs.ts";
import { planLibrary } from "./library.ts";
import { planPlugins } from "./plugins.ts";
import { planRoles } from "./roles.ts";
import { planSeed } from "./seed.ts";

/** Jenkins: a shared library, Jenkinsfiles, jobs, and the configuration of a controller. */
export const jenkins: CiTarget = {
  name: "jenkins",
  title: "Jenkins",
  operation: () => "a controller with the plugins in jenkins/plugins.txt, and agents with the labels of the site",
  check: (model) => checkModel(nameJobs(model)),
  jobs: (model) => namedJobs(nameJobs(model)),
  facts: (model) => factsOf(nameJobs(model)),
  *planService(context, service) {
    const named = nameService(context, service);
    yield* planJenkinsfiles(context, named);
    yield* planJobs(context, named);
  },
  *plan(model) {
    const named = nameJobs(model);
    yield* planLibrary(named);
    yield* planCasc(named);
    yield* planRoles(named);
    yield* planSeed(named);
    yield* planPlugins(named);
    yield* planCredentials(named);
  },
};
