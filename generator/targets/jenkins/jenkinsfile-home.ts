import type { Model } from "../../model/model.ts";
import { inPipelines, type Job, teamOf } from "./jobs-model.ts";

/** Where a job reads its Jenkinsfile, and where its text is emitted. */
export interface JenkinsfileHome {
  /** Whose repository: the pipelines one, the team's own, or the application's, where a multibranch job looks for it. */
  readonly of: "pipelines" | "team" | "application";
  readonly git: string;
  readonly branch: string;
  readonly credentials: string | null;
  /** From that repository's root. */
  readonly path: string;
  /** Below the output folder. */
  readonly file: string;
}

/** Where a job's Jenkinsfile lives: with its owner, unless the application keeps it. */
export function homeOf(model: Model, job: Job): JenkinsfileHome {
  const { service, owner } = job;
  const name = service.topology === "combined" ? "Jenkinsfile" : `${job.stages[0]?.id}.Jenkinsfile`;
  const path = `${service.name}/${name}`;
  const file = `jenkinsfiles/${owner}/${path}`;
  if (job.kind === "multibranch") {
    const { git, branch, credentials } = service;
    return { of: "application", git, branch, credentials, path: "Jenkinsfile", file };
  }
  const own = teamOf(model, owner).pipelines;
  if (own === null) {
    const { git, branch, credentials } = model.pipelines;
    return { of: "pipelines", git, branch, credentials, path: inPipelines(model, file), file };
  }
  const { git, branch, credentials, directory } = own;
  return { of: "team", git, branch, credentials, path: below(directory, path), file: repositoryFolder(owner) + path };
}

/** Folder of the output whose content a team's own repository holds. */
export function repositoryFolder(team: string): string {
  return `repositories/${team}/`;
}

/** A path within a repository's folder, which may be its root. */
export function below(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}
