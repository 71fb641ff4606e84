import type { GeneratedFile } from "../render/file.ts";
import { branchSource, cloneAddresses } from "../targets/jenkins/branch-source.ts";
import type { Login } from "./git-server.ts";
import type { Prepared, RehearsalProject } from "./prepare.ts";
import type { LocalRepository } from "./repositories.ts";
import type { RehearsalRequest } from "./request.ts";
import { applicationFiles } from "./site.ts";
import { findSource } from "./sources.ts";

/** The repositories that a rehearsal serves: the application's, and those of GitOps if it is requested. */
export function repositoriesOf(
  prepared: Prepared,
  project: RehearsalProject,
  request: RehearsalRequest,
): readonly LocalRepository[] {
  const { model, files, service } = prepared;
  const source = service.job === "multibranch" ? branchSource(model, service) : null;
  const application: LocalRepository = {
    git: service.git,
    // The branch source of a git host has an address of its own.
    aliases: source === null ? [] : cloneAddresses(source).filter((address) => address !== service.git),
    branch: request.tag ?? request.branch ?? service.branch,
    folder: findSource(service, request.source, project.folder, process.cwd()),
    files: applicationFiles(model, files, service.name),
    logins: [
      ...loginsOf(prepared, service.credentials),
      ...(source === null || source.credentials === null ? [] : loginsOf(prepared, source.credentials)),
    ],
  };
  return request.withGitops ? [application, ...gitopsRepositories(prepared)] : [application];
}

function gitopsRepositories(prepared: Prepared): readonly LocalRepository[] {
  const { model, files } = prepared;
  const environments = model.environments.flatMap(({ name, gitops }) => (gitops === null ? [] : [{ name, gitops }]));
  const addresses = [...new Set(environments.map(({ gitops }) => gitops.git))];
  return addresses.map((git) => {
    const own = environments.filter((it) => it.gitops.git === git);
    return {
      git,
      aliases: [],
      branch: own[0]?.gitops.branch ?? "main",
      folder: null,
      files: Object.fromEntries(own.flatMap(({ name }) => filesBelow(files, `gitops/${name}/`))),
      logins: own.flatMap(({ gitops }) => loginsOf(prepared, gitops.credentials)),
    };
  });
}

/** What a repository accepts for the credential of an address: all credentials with this id. */
function loginsOf({ credentials }: Prepared, id: string | null): readonly Login[] {
  if (id === null) return [null];
  return credentials.all.flatMap((it): Login[] => {
    if (it.id !== id) return [];
    if (it.kind === "sshUserPrivateKey") return [{ key: it.privateKey }];
    return it.kind === "usernamePassword" || it.kind === "gitlabToken"
      ? [{ user: it.username, password: it.password }]
      : [];
  });
}

function filesBelow(files: readonly GeneratedFile[], folder: string): [string, string][] {
  return files
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, content }) => [path.slice(folder.length), content]);
}
