import type { Model } from "../../model/model.ts";
import { below, homeOf, type JenkinsfileHome, repositoryFolder } from "./jenkinsfile-home.ts";
import { allJobs, inPipelines, type Job } from "./jobs-model.ts";

/** A repository that Jenkins reads, with what is emitted for it. */
export interface RepositoryView {
  readonly git: string;
  /** What is read of it: a branch, or a word for several. */
  readonly branch: string | null;
  /** What is read, from its root. */
  readonly path: string;
  readonly holds: string;
  /** Where it is emitted, below the output folder. */
  readonly file: string;
}

/** All repositories that Jenkins reads the emitted files from; none where they all lie in the pipelines repository. */
export function repositoriesOf(model: Model): RepositoryView[] {
  const { library, pipelines } = model;
  const homes = allJobs(model).map((job) => ({ job, home: homeOf(model, job) }));
  const elsewhere = [
    ...(library.git === null
      ? []
      : [{ git: library.git, branch: null, path: "/", holds: "the library", file: "library/" }]),
    ...model.teams.flatMap(({ name, pipelines: own }) => {
      const services = homes.filter(({ job, home }) => home.of === "team" && job.owner === name);
      if (own === null || services.length === 0) return [];
      return [
        {
          git: own.git,
          branch: own.branch,
          path: `/${below(own.directory, "")}`,
          holds: `Jenkinsfiles of team ${name}`,
          file: repositoryFolder(name),
        },
      ];
    }),
    ...homes.flatMap(({ job, home }) => (home.of === "application" ? [ofApplication(job, home)] : [])),
  ];
  if (elsewhere.length === 0) return [];
  const rest =
    library.git === null ? "job definitions, other Jenkinsfiles, the library" : "job definitions, other Jenkinsfiles";
  return [
    { git: pipelines.git, branch: pipelines.branch, path: `/${inPipelines(model, "")}`, holds: rest, file: "." },
    ...elsewhere,
  ];
}

function ofApplication({ path }: Job, { git, path: file, file: text }: JenkinsfileHome): RepositoryView {
  return {
    git,
    branch: null,
    path: `/${file}`,
    holds: `Jenkinsfile of ${path}, in each branch that is built`,
    file: text,
  };
}
