import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that repositories are on a Git host, not on the disk of an agent or of the controller. */
export const remoteRepositories: Policy = {
  code: "SW472",
  slug: "repositories/local-address",
  title: "Repository is a folder of an agent",
  severity: "error",
  explanation:
    "A file: address reads a folder of the machine that runs the job: an agent, or the controller, which reads Jenkinsfiles and libraries. It is read without a credential. So a service could read or run the repositories that other teams' builds left there.",
  decision: "All repositories are on a Git host, which checks who may read them.",
  check(model) {
    return addressesOf(model)
      .filter(({ git }) => git.startsWith("file:"))
      .map(({ path, git }) => {
        const message = `"${git}" is a folder of the machine that runs the job`;
        return finding("SW472", placeOf(model, path, git), message, {
          hint: "use https://HOST/PATH or ssh://USER@HOST/PATH",
        });
      });
  },
};

function addressesOf({ pipelines, library, teams, services, environments }: Model): { path: string; git: string }[] {
  return [
    { path: "pipelines/git", git: pipelines.git },
    ...(library.git === null ? [] : [{ path: "library/git", git: library.git }]),
    ...teams.flatMap(({ name, pipelines: own }) =>
      own === null ? [] : [{ path: `teams/${name}/pipelines/git`, git: own.git }],
    ),
    ...services.map(({ name, git }) => ({ path: `services/${name}/git`, git })),
    ...environments.flatMap(({ name, gitops }) =>
      gitops === null ? [] : [{ path: `environments/${name}/gitops/git`, git: gitops.git }],
    ),
  ];
}
