import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { CredentialFacts, RepositoryFacts, TargetFacts } from "../facts.ts";
import { groupBy, stagesByTeam, teamOf } from "../model-lookup.ts";
import { inPipelines } from "../output-places.ts";
import { folderOf, namespaceOf, pipelineName, stageFile } from "./names.ts";
import { secretsOf } from "./stage-secrets.ts";

/** What the files about the whole site show of Tekton. */
export function factsOf(model: Model): TargetFacts {
  return {
    ci: { name: "Tekton", file: "pipeline", numbered: false },
    jobs: model.services.flatMap((service) => service.stages.map((stage) => viewJob(model, service, stage))),
    credentials: secretRows(model),
    repositories: repositoriesOf(model),
    annotations: model.services.flatMap(({ name }) => [
      { service: name, name: "backstage.io/kubernetes-label-selector", value: `app.kubernetes.io/part-of=${name}` },
      { service: name, name: "tekton.dev/cicd", value: "true" },
    ]),
  };
}

function viewJob(model: Model, service: Service, stage: Stage): TargetFacts["jobs"][number] {
  const own = teamOf(model, stage.owner).pipelines;
  const file = stageFile(model, service, stage);
  return {
    service: service.name,
    stages: [stage.id],
    path: `/${namespaceOf(model, stage.owner)}/${pipelineName(service, stage)}`,
    previousPaths: [],
    renamedBy: "an operator",
    file,
    elsewhere: own === null ? null : { path: file.slice(folderOf(model, stage.owner).length), git: own.git },
  };
}

/** Every secret, with the namespace that holds it and the stages that use it. */
export function secretRows(model: Model): CredentialFacts[] {
  const uses = [...stagesByTeam(model)].flatMap(([owner, stages]) =>
    stages.flatMap(({ service, stage }) =>
      secretsOf(model, service, stage).map(({ name, keys }) => ({
        ...{ id: name, rights: `keys ${keys.join(", ")}`, user: `${service.name}: ${stage.id}` },
        ...{ folder: `/${teamOf(model, owner).folder}`, namespace: namespaceOf(model, owner) },
      })),
    ),
  );
  return [...groupBy(uses, ({ namespace, id }) => `${namespace} ${id}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { id, folder, namespace } = first;
    const rights = [...new Set(same.map((it) => it.rights))].join("; ");
    const users = [...new Set(same.map(({ user }) => user))].join(", ");
    return [{ id, kind: `secret of namespace ${namespace}`, folder, rights, users }];
  });
}

function repositoriesOf(model: Model): RepositoryFacts[] {
  const { pipelines } = model;
  const own = [...stagesByTeam(model).keys()].flatMap((name) => {
    const { pipelines: repository } = teamOf(model, name);
    return repository === null ? [] : [{ name, ...repository }];
  });
  if (own.length === 0) return [];
  return [
    {
      git: pipelines.git,
      branch: pipelines.branch,
      path: `/${inPipelines(model, "tekton")}`,
      holds: "pipelines and programs",
      file: "tekton",
    },
    ...own.map(({ name, git, branch }) => ({
      ...{ git, branch, path: "/tekton", holds: `pipelines of team ${name}`, file: folderOf(model, name) },
    })),
  ];
}
