import type { Model } from "../../model/model.ts";
import type { Environment } from "../../model/platform.ts";
import type { DeployStage, ImageStage, Service } from "../../model/service.ts";
import { expand, found } from "../model-lookup.ts";
import type { PlannedFile } from "../target.ts";
import { deployStages, type Image } from "./stages.ts";

/** Plans the pipeline of each deploy stage whose handoff is Spinnaker's webhook. */
export function planPipelines(model: Model): PlannedFile[] {
  return model.services.flatMap((service) =>
    service.stages.flatMap((stage) => {
      const environment = stage.kind === "deploy" ? environmentOf(model, stage) : null;
      if (environment?.handoff !== "spinnaker") return [];
      return [
        {
          path: `spinnaker/${service.name}/${environment.name}.json`,
          template: "spinnaker/pipeline.json.hbs",
          shard: `${stage.owner}/${service.name}`,
          view: { pipeline: pipelineOf(model, service, environment) },
        },
      ];
    }),
  );
}

function environmentOf({ environments }: Model, { environment }: DeployStage): Environment {
  return found(
    environments.find(({ name }) => name === environment),
    `environment ${environment}`,
  );
}

/** Spinnaker's own form: https://spinnaker.io/docs/reference/pipeline/ . */
function pipelineOf(model: Model, service: Service, environment: Environment) {
  const images = service.stages.flatMap((stage) => (stage.kind === "image" ? [imageOf(model, stage)] : []));
  return {
    application: service.name,
    name: `${service.name} to ${environment.name}`,
    description: `Written by stagewright from ${model.specFile} and ${service.specFile}; change it there.`,
    keepWaitingPipelines: false,
    limitConcurrent: true,
    expectedArtifacts: images.map(({ id, repository }) => ({
      id,
      displayName: id,
      matchArtifact: { id: `${id}-match`, type: "docker/image", name: repository },
      useDefaultArtifact: false,
      usePriorArtifact: false,
    })),
    triggers: [
      {
        type: "webhook",
        enabled: true,
        source: expand(String(environment.settings.source), service.name, environment.name),
        payloadConstraints: { service: `^${service.name}$`, environment: `^${environment.name}$` },
        expectedArtifactIds: images.map(({ id }) => id),
      },
    ],
    parameterConfig: PARAMETERS.map((name) => ({ name, required: name !== "rollback", default: "" })),
    stages: deployStages(service, environment, images),
  };
}

/** What the handoff's script sends of the release record. */
const PARAMETERS = ["version", "commit", "owner", "sourceBuild", "imageBuild", "build", "rollback"];

function imageOf({ registries }: Model, stage: ImageStage): Image {
  const registry = found(
    registries.find(({ name }) => name === stage.registry),
    `registry ${stage.registry}`,
  );
  return { id: stage.id, repository: `${registry.host}/${stage.image}` };
}
