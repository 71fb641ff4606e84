import type { TargetFacts } from "../facts.ts";
import type { NamedJob } from "../target.ts";
import { credentialRows } from "./credentials.ts";
import type { JenkinsModel } from "./jenkins-model.ts";
import { homeOf } from "./jenkinsfile-home.ts";
import { allJobs, type Job } from "./jobs-model.ts";
import { previousPaths } from "./renames.ts";
import { repositoriesOf } from "./repositories.ts";

/** What the files about the whole site show of Jenkins. */
export function factsOf(model: JenkinsModel): TargetFacts {
  return {
    ci: { name: "Jenkins", file: "Jenkinsfile", numbered: true },
    jobs: allJobs(model).map((job) => viewJob(model, job)),
    credentials: credentialRows(model),
    repositories: repositoriesOf(model),
    annotations: model.services.map(({ name, stages }) => ({
      service: name,
      name: "jenkins.io/job-full-name",
      // A commit starts this job; the job starts the next one.
      value: (stages[0]?.job ?? "").slice(1),
    })),
  };
}

/** The name of each job, with its service and former names. */
export function namedJobs(model: JenkinsModel): NamedJob[] {
  return allJobs(model).map((job) => ({
    path: job.path,
    service: job.service.name,
    previousPaths: previousPaths(job),
  }));
}

function viewJob(model: JenkinsModel, job: Job): TargetFacts["jobs"][number] {
  const { of, git, path, file } = homeOf(model, job);
  return {
    service: job.service.name,
    stages: job.stages.map(({ id }) => id),
    path: job.path,
    previousPaths: previousPaths(job),
    renamedBy: job.kind === "multibranch" ? "an administrator, before the next seed run" : "the seed job",
    file,
    elsewhere: of === "pipelines" ? null : { path, git },
  };
}
