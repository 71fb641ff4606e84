import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { CredentialFacts, RepositoryFacts, TargetFacts } from "../facts.ts";
import { groupBy, teamOf } from "../model-lookup.ts";
import { repositoryFolder } from "../output-places.ts";
import { callerWorkflow, environmentName, homeOf, jobPath, releaseWorkflow, slugOf, stageWorkflow } from "./names.ts";
import { phasesOf } from "./phases.ts";

/** What the files about the whole site show of GitHub Actions. */
export function factsOf(model: Model): TargetFacts {
  return {
    ci: { name: "GitHub Actions", file: "workflow", numbered: false },
    jobs: model.services.flatMap((service) => service.stages.map((stage) => viewJob(model, service, stage))),
    credentials: secretRows(model),
    repositories: repositoriesOf(model),
    annotations: model.services.map(({ name, git }) => ({
      service: name,
      name: "github.com/project-slug",
      value: slugOf(git),
    })),
  };
}

function viewJob(model: Model, service: Service, stage: Stage): TargetFacts["jobs"][number] {
  const { own, git } = homeOf(model, stage.owner);
  const { path, file } = stageWorkflow(model, service, stage);
  return {
    service: service.name,
    stages: [stage.id],
    path: jobPath(service, stage),
    previousPaths: [],
    renamedBy: "GitHub",
    file,
    elsewhere: own ? { path, git } : null,
  };
}

/** Every secret, with the environment that holds it and the stages that use it. */
export function secretRows(model: Model): CredentialFacts[] {
  const uses = model.services.flatMap((service) =>
    service.stages.flatMap((stage) =>
      phasesOf(model, stage).flatMap(({ given }) =>
        given.flatMap(({ secret }) =>
          secret === null
            ? []
            : [
                {
                  ...{ id: secret.name, kind: "secret", rights: secret.holds },
                  folder: `/${teamOf(model, stage.owner).folder}`,
                  place: `${slugOf(service.git)}, environment ${environmentName(model, service, stage)}`,
                  user: `${service.name}: ${stage.id}`,
                },
              ],
        ),
      ),
    ),
  );
  return [...groupBy(uses, ({ place, id }) => `${place} ${id}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { id, folder, place } = first;
    const rights = [...new Set(same.map((it) => it.rights))].join("; ");
    const users = [...new Set(same.map(({ user }) => user))].join(", ");
    return [{ id, kind: `secret of ${place}`, folder, rights, users }];
  });
}

function repositoriesOf(model: Model): RepositoryFacts[] {
  const { pipelines, teams, services } = model;
  const owners = new Set(services.flatMap(({ stages }) => stages.map(({ owner }) => owner)));
  const holds = "actions, workflows of the stages";
  return [
    { git: pipelines.git, branch: pipelines.branch, path: "/", holds, file: "." },
    ...teams
      .flatMap(({ name, pipelines: own }) =>
        own === null || !owners.has(name)
          ? []
          : [{ ...own, path: "/", holds: `workflows of team ${name}`, file: repositoryFolder(name) }],
      )
      .map(({ git, branch, path, holds: what, file }) => ({ git, branch, path, holds: what, file })),
    ...services.flatMap(callersOf),
  ];
}

/** The workflows in the repository of an application. */
function callersOf(service: Service): RepositoryFacts[] {
  const { name, git, branch, stages } = service;
  const releases = stages.flatMap((stage) =>
    stage.kind === "deploy"
      ? [
          {
            ...releaseWorkflow(service, stage),
            holds: `workflow that deploys an earlier release of ${name} to ${stage.id}`,
          },
        ]
      : [],
  );
  return [{ ...callerWorkflow(service), holds: `workflow of ${name}` }, ...releases].map(({ path, holds, file }) => ({
    ...{ git, branch, path: `/${path}`, holds, file },
  }));
}
