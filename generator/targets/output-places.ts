import type { Model } from "../model/model.ts";

/** Converts a path in the output folder to its path in the pipelines repository. */
export function inPipelines({ pipelines }: Pick<Model, "pipelines">, path: string): string {
  return below(pipelines.directory, path);
}

/** Output folder with the content of a team's own repository. */
export function repositoryFolder(team: string): string {
  return `repositories/${team}/`;
}

/** A path in a folder of a repository; the folder may be the root. */
export function below(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}
