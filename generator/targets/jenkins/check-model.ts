import { checkApi } from "../../api/check-api.ts";
import { checkPins } from "../../api/check-pins.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { identitiesOfGithub } from "../shared/identities.ts";
import { lacksOf } from "../shared/lack.ts";
import { reportLacks } from "../shared/report.ts";
import { checkCredentials } from "./check-credentials.ts";
import { checkJobNames } from "./check-job-names.ts";
import { checkPullRequests } from "./check-pull-requests.ts";
import { checkSizes } from "./check-sizes.ts";
import type { JenkinsModel, JenkinsService } from "./jenkins-model.ts";
import { libraryApi } from "./library-api.ts";
import { librarySettings } from "./library-settings.ts";
import { stepCalls } from "./step-calls.ts";

const { lacks } = lacksOf("Jenkins");

/**
 * Checks the names of jobs and folders, the size of Jenkinsfiles, the credentials, those of pull requests, the library's API, the
 * released versions that services pin, and logins.
 */
export function checkModel(model: JenkinsModel): Diagnostic[] {
  const callsOf = (service: JenkinsService) => stepCalls(model, service);
  return [
    ...checkJobNames(model),
    ...checkSizes(model),
    ...checkPullRequests(model),
    ...checkCredentials(model),
    ...checkApi(model, libraryApi(model), () => librarySettings(model)),
    ...checkPins(model, callsOf),
    ...reportLacks(model, identitiesOfGithub(lacks, model)),
  ];
}
