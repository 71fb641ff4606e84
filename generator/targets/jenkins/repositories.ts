import type { Model } from "../../model/model.ts";
import { below, homeOf, type JenkinsfileHome, repositoryFolder } from "./jenkinsfile-home.ts";
import { allJobs, inPipelines, type Job } from "./jobs-model.ts";

/** A repository that Jenkins reads, with the files generated for it. */
export interface RepositoryView {
  readonly git: string;
  /** The branch that is read, or a word for several branches. */
  readonly branch: string | null;
  /** The path that is read, relative to its root. */
  readonly path: string;
  readonly holds: string;
  /** The generated file or folder, relative to the output folder. */
  readonly file: string;
}

/** All repositories from which Jenkins reads generated files; empty if all files are in the pipelines repository. */
export function repositoriesOf(model: Model): RepositoryView[] {
  const { library, pipelines } = model;
  const homes = allJobs(model).map((job) => ({ job, home: homeOf(model, job) }));
  const own = library.git === null ? [] : [ofLibrary(library.git)];
  const elsewhere = [...ofTeams(model, homes), ...ofApplications(homes)];
  if (own.length + elsewhere.length === 0) return [];
  const holds = [
    "job definitions",
    elsewhere.length === 0 ? "Jenkinsfiles" : "other Jenkinsfiles",
    ...(own.length === 0 ? ["the library"] : []),
  ].join(", ");
  const path = `/${inPipelines(model, "")}`;
  return [{ git: pipelines.git, branch: pipelines.branch, path, holds, file: "." }, ...own, ...elsewhere];
}

interface Held {
  readonly job: Job;
  readonly home: JenkinsfileHome;
}

function ofLibrary(git: string): RepositoryView {
  return { git, branch: null, path: "/", holds: "the library", file: "library/" };
}

function ofTeams({ teams }: Model, homes: readonly Held[]): RepositoryView[] {
  return teams.flatMap(({ name, pipelines }) => {
    if (pipelines === null || !homes.some(({ job, home }) => home.of === "team" && job.owner === name)) return [];
    const { git, branch, directory } = pipelines;
    const holds = `Jenkinsfiles of team ${name}`;
    return [{ git, branch, path: `/${below(directory, "")}`, holds, file: repositoryFolder(name) }];
  });
}

function ofApplications(homes: readonly Held[]): RepositoryView[] {
  return homes.flatMap(({ job, home: { of, git, path, file } }) => {
    const holds = `Jenkinsfile of ${job.path}, in each branch that is built`;
    return of === "application" ? [{ git, branch: null, path: `/${path}`, holds, file }] : [];
  });
}
