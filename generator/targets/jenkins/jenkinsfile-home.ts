import { repositoryKey } from "../../model/git-address.ts";
import { groupBy } from "../model-lookup.ts";
import { below, inPipelines, repositoryFolder } from "../output-places.ts";
import type { JenkinsModel, JenkinsService } from "./jenkins-model.ts";
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
export function homeOf(model: JenkinsModel, job: Job): JenkinsfileHome {
  const { service, owner } = job;
  const name = service.topology === "combined" ? "Jenkinsfile" : `${job.stages[0]?.id}.Jenkinsfile`;
  const path = `${service.name}/${name}`;
  const file = `jenkinsfiles/${owner}/${path}`;
  if (job.kind === "multibranch") {
    const { git, branch, credentials } = service;
    return { of: "application", git, branch, credentials, path: pathInApplication(model, service), file };
  }
  const own = teamOf(model, owner).pipelines;
  if (own === null) {
    const { git, branch, credentials } = model.pipelines;
    return { of: "pipelines", git, branch, credentials, path: inPipelines(model, file), file };
  }
  const { git, branch, credentials, directory } = own;
  return { of: "team", git, branch, credentials, path: below(directory, path), file: repositoryFolder(owner) + path };
}

const byRepository = new WeakMap<readonly JenkinsService[], ReadonlyMap<string, readonly JenkinsService[]>>();

/** The services of each repository that have their own Jenkinsfile there. */
function servicesOf(services: readonly JenkinsService[]): ReadonlyMap<string, readonly JenkinsService[]> {
  const known = byRepository.get(services);
  if (known !== undefined) return known;
  const own = services.filter(({ job }) => job === "multibranch");
  const groups = groupBy(own, ({ git }) => repositoryKey(git));
  byRepository.set(services, groups);
  return groups;
}

/** Services of one repository that all have their own Jenkinsfile there need a file each. */
function pathInApplication({ services }: JenkinsModel, { name, git }: JenkinsService): string {
  const others = servicesOf(services).get(repositoryKey(git)) ?? [];
  return others.some((it) => it.name !== name) ? `${name}.Jenkinsfile` : "Jenkinsfile";
}
