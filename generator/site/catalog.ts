import type { Model } from "../model/model.ts";
import type { Team } from "../model/platform.ts";
import type { Service } from "../model/service.ts";
import type { CatalogAnnotation, TargetFacts } from "../targets/facts.ts";
import { groupBy } from "../targets/model-lookup.ts";
import type { PlannedFile } from "../targets/target.ts";
import { siteTeams } from "./ownership.ts";

/** Plans catalog-info.yaml for Backstage: a group for each team, a component for each service and for the library. */
export function planCatalog(model: Model, facts: TargetFacts): PlannedFile[] {
  const annotations = groupBy(facts.annotations, ({ service }) => service);
  const entities = [
    ...model.teams.map(viewTeam),
    ...model.services.map((service) => viewService(model, service, annotations.get(service.name) ?? [])),
    viewLibrary(model),
  ];
  return [
    {
      path: "catalog-info.yaml",
      template: "site/catalog-info.yaml.hbs",
      shard: "site",
      view: { specFile: model.specFile, entities: entities.map((entity) => ({ entity })) },
    },
  ];
}

const apiVersion = "backstage.io/v1alpha1";

function viewTeam({ name, mail }: Team) {
  const profile = mail === null ? {} : { profile: { email: mail } };
  return { apiVersion, kind: "Group", metadata: { name }, spec: { type: "team", ...profile, children: [] } };
}

function viewService(model: Model, service: Service, annotations: readonly CatalogAnnotation[]) {
  const [first] = service.stages;
  const environments = service.stages.flatMap((stage) => (stage.kind === "deploy" ? [stage.environment] : []));
  return {
    apiVersion,
    kind: "Component",
    metadata: {
      name: service.name,
      annotations: {
        "backstage.io/source-location": `url:${service.git}`,
        ...Object.fromEntries(annotations.map(({ name, value }) => [name, value])),
        "stagewright/spec": service.specFile,
        "stagewright/stages": service.stages.map(({ id, owner }) => `${id}:${owner}`).join(" "),
        ...(environments.length === 0 ? {} : { "stagewright/environments": environments.join(" ") }),
      },
    },
    spec: {
      type: "service",
      lifecycle: environments.some((name) => isProtected(model, name)) ? "production" : "experimental",
      owner: `group:${first?.owner}`,
      dependsOn: [`component:${model.library.name}`],
    },
  };
}

function viewLibrary(model: Model) {
  const { library, pipelines } = model;
  return {
    apiVersion,
    kind: "Component",
    metadata: {
      name: library.name,
      annotations: { "backstage.io/source-location": `url:${library.git ?? pipelines.git}` },
    },
    spec: { type: "library", lifecycle: "production", owner: `group:${siteTeams(model)[0]}` },
  };
}

function isProtected({ environments }: Model, name: string): boolean {
  return environments.some((environment) => environment.name === name && environment.protected);
}
