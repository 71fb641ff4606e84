// Reports the image of a stage to Tekton Chains, which signs what these results name. Chains also signs results of tasks that failed.
// So this pod runs no code of the application, and this is its last step.
import { chain, fail, given, writeResult } from "./context.mjs";
import { checked } from "./fields.mjs";
import { madeImage } from "./made.mjs";

const settings = chain();
const run = { job: `/${settings.namespace}/${settings.pipeline}`, build: given("BUILD") };
try {
  const { repository, digest } = madeImage(settings, checked(JSON.parse(given("MADE"))), run);
  writeResult("URL", repository);
  writeResult("DIGEST", digest);
  writeResult("GIT_URL", settings.git);
  writeResult("GIT_COMMIT", given("COMMIT"));
} catch (error) {
  fail(`The release record of ${settings.stage} is not valid: ${error.message}.`);
}
