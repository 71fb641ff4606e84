import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { placeOfId } from "./check-job-names.ts";
import type { JenkinsModel } from "./jenkins-model.ts";
import { allJobs, type Job } from "./jobs-model.ts";
import { viewStages } from "./stage-views.ts";

/**
 * The largest Jenkinsfile, in characters of its view. Jenkins compiles the `pipeline` block to one method of at most 64 KB. The
 * calls of a view with 15,000 characters take 40 KB (measured with groovy-cps); the rest is for the declarative syntax.
 */
const LARGEST = 15_000;

/** Reports Jenkinsfiles that Jenkins could not compile: "Method too large". */
export function checkSizes(model: JenkinsModel): Diagnostic[] {
  return allJobs(model).flatMap((job) => {
    const size = sizeOf(model, job);
    const last = job.stages.at(-1);
    if (size <= LARGEST || last === undefined) return [];
    const { at, length } = placeOfId(model, job.service, last);
    const fitting = Math.floor((job.stages.length * LARGEST) / size);
    const message = `the Jenkinsfile of ${job.path} has ${job.stages.length} stages, which Jenkins cannot compile; about ${fitting} fit`;
    const hint = `use more jobs: topology: ${job.service.topology === "combined" ? "per-team or per-stage" : "per-stage"}`;
    return [finding("SW376", { at, length }, message, { hint })];
  });
}

function sizeOf(model: JenkinsModel, job: Job): number {
  return job.stages.length < 5 ? 0 : JSON.stringify(viewStages(model, job)).length;
}
