import type { PlatformModel } from "../../model/model.ts";
import { below, inPipelines, repositoryFolder } from "../output-places.ts";
import { type Job, teamOf } from "./jobs-model.ts";

/** The repository from which a job reads its Jenkinsfile, and the path of the generated file. */
export interface JenkinsfileHome {
  /** The repository: for pipelines, of the team, or of the application (for multibranch jobs). */
  readonly of: "pipelines" | "team" | "application";
  readonly git: string;
  readonly branch: string;
  readonly credentials: string | null;
  /** Relative to the root of that repository. */
  readonly path: string;
  /** Below the output folder. */
  readonly file: string;
}

/** The location of a job's Jenkinsfile: with its owner, or in the application's repository. */
export function homeOf(model: PlatformModel, job: Job): JenkinsfileHome {
  const { service, owner } = job;
  const name = service.topology === "combined" ? "Jenkinsfile" : `${job.stages[0]?.id}.Jenkinsfile`;
  const path = `${service.name}/${name}`;
  const file = `jenkinsfiles/${owner}/${path}`;
  if (job.kind === "multibranch") {
    const { git, branch, credentials } = service;
    return { of: "application", git, branch, credentials, path: service.jenkinsfile, file };
  }
  const own = teamOf(model, owner).pipelines;
  if (own === null) {
    const { git, branch, credentials } = model.pipelines;
    return { of: "pipelines", git, branch, credentials, path: inPipelines(model, file), file };
  }
  const { git, branch, credentials, directory } = own;
  return { of: "team", git, branch, credentials, path: below(directory, path), file: repositoryFolder(owner) + path };
}
