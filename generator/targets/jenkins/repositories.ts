import type { RepositoryFacts } from "../facts.ts";
import { below, inPipelines, repositoryFolder } from "../output-places.ts";
import type { JenkinsModel } from "./jenkins-model.ts";
import { homeOf, type JenkinsfileHome } from "./jenkinsfile-home.ts";
import { allJobs, type Job } from "./jobs-model.ts";

/** All repositories from which Jenkins reads generated files; empty if all files are in the pipelines repository. */
export function repositoriesOf(model: JenkinsModel): RepositoryFacts[] {
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

function ofLibrary(git: string): RepositoryFacts {
  return { git, branch: null, path: "/", holds: "the library", file: "library/" };
}

function ofTeams({ teams }: JenkinsModel, homes: readonly Held[]): RepositoryFacts[] {
  const owners = new Set(homes.flatMap(({ job, home }) => (home.of === "team" ? [job.owner] : [])));
  return teams.flatMap(({ name, pipelines }) => {
    if (pipelines === null || !owners.has(name)) return [];
    const { git, branch, directory } = pipelines;
    const holds = `Jenkinsfiles of team ${name}`;
    return [{ git, branch, path: `/${below(directory, "")}`, holds, file: repositoryFolder(name) }];
  });
}

function ofApplications(homes: readonly Held[]): RepositoryFacts[] {
  return homes.flatMap(({ job, home: { of, git, path, file } }) => {
    const holds = `Jenkinsfile of ${job.path}, in each branch that is built`;
    return of === "application" ? [{ git, branch: null, path: `/${path}`, holds, file }] : [];
  });
}
