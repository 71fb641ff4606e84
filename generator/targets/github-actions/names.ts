import { placeOf, type RepositoryPlace } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { found, teamOf } from "../model-lookup.ts";
import { repositoryFolder } from "../output-places.ts";

/** The folder from which GitHub reads workflows. It has no subfolders, so the owner is part of a file's name. */
const WORKFLOWS = ".github/workflows";

/** `owner/name` of a repository on GitHub. */
export function slugOf(git: string): string {
  const { owner, repository } = found<RepositoryPlace>(placeOf(git) ?? undefined, `owner of the repository ${git}`);
  return `${owner}/${repository}`;
}

/** The repository that contains the workflows of a team, and its folder of the output. */
export function homeOf(model: Model, owner: string) {
  const own = teamOf(model, owner).pipelines;
  const { git, branch } = own ?? model.pipelines;
  return { own: own !== null, git, branch, folder: own === null ? "" : repositoryFolder(owner) };
}

/** The reusable workflow of a stage: its path in its repository, and in the output. */
export function stageWorkflow(model: Model, service: Service, stage: Stage) {
  const { folder, git, branch } = homeOf(model, stage.owner);
  const path = `${WORKFLOWS}/${stage.owner}.${service.name}.${stage.id}.yml`;
  return { path, file: folder + path, slug: slugOf(git), branch };
}

/** The workflow that calls the stages of a service: its path in the application's repository, and in the output. */
export function callerWorkflow({ name }: Service) {
  const workflow = `${name}.yml`;
  const path = `${WORKFLOWS}/${workflow}`;
  return { workflow, path, file: `applications/${name}/${path}` };
}

/** The workflow with which a user deploys an earlier release: its path in the application's repository, and in the output. */
export function releaseWorkflow({ name }: Service, { id }: Stage) {
  const workflow = `${name}.${id}.yml`;
  const path = `${WORKFLOWS}/${workflow}`;
  return { workflow, path, file: `applications/${name}/${path}` };
}

/** The path of a stage, as the pages of the site show it: repository, workflow and job. */
export function jobPath(service: Service, { id }: Stage): string {
  return `/${slugOf(service.git)}/${service.name}/${id}`;
}

/** The environment with the secrets and the reviewers of a stage. Services that share a repository share its environments. */
export function environmentName({ services }: Model, { name, git }: Service, { id }: Stage): string {
  const shared = services.filter((other) => slugOf(other.git) === slugOf(git)).length > 1;
  return shared ? `${name}-${id}` : id;
}

/** The name of the secret with a credential; GitHub allows capital letters, digits and underscores. */
export function secretName(credential: string, part: "USERNAME" | "PASSWORD" | null = null): string {
  const name = credential.toUpperCase().replace(/[^A-Z0-9]+/g, "_");
  // A name must not begin with a digit or with GITHUB_.
  const valid = /^(?:[0-9]|GITHUB_)/.test(name) ? `_${name}` : name;
  return part === null ? valid : `${valid}_${part}`;
}

/** An action of the generated repository, at the version that the service pins. */
export function actionOf({ pipelines }: Model, { pin }: Service, name: string): string {
  return `${slugOf(pipelines.git)}/.github/actions/${name}@${pin}`;
}
